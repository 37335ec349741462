package dev.peregrine.replay.thread;

/** Waits that an interruption does not end; the thread's interrupt status is kept for later. */
public final class Uninterruptibly {
    /** Something that blocks, and may be begun again after it was interrupted. */
    @FunctionalInterface
    public interface Wait {
        /** Blocks. */
        void run() throws InterruptedException;
    }

    private Uninterruptibly() {}

    /** Waits to the end, beginning again as often as it is interrupted. */
    public static void run(Wait wait) {
        boolean interrupted = false;
        boolean done = false;
        while (!done) {
            try {
                wait.run();
                done = true;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
