package dev.peregrine.node.runtime;

/** The end of a thread that was told to stop. */
final class ThreadEnd {
    private ThreadEnd() {}

    /** Waits for it, whatever interrupts; an interrupt is passed on afterwards. Blocks. */
    static void await(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
