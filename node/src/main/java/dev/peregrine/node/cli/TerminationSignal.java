package dev.peregrine.node.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns SIGTERM and SIGINT into an orderly end: the command is told, ends its work, and names the
 * exit code, which replaces the JVM's own (143, 130).
 *
 * <p>The command's thread waits in {@link #await} or polls {@link #isRaised}, then cleans up and
 * calls {@link #conclude}. If it takes longer than the grace period, the process ends with {@link
 * ExitCode#FAILURE}. Any thread may call.
 */
public final class TerminationSignal implements AutoCloseable {
    private final CountDownLatch raised = new CountDownLatch(1);
    private final CountDownLatch concluded = new CountDownLatch(1);
    private final Duration grace;
    private final Thread hook = new Thread(this::onShutdown, "termination-signal");
    private volatile ExitCode exitCode = ExitCode.FAILURE;

    /**
     * Listens from now on, until closed.
     *
     * @param grace how long the command may take after the signal
     */
    public TerminationSignal(Duration grace) {
        this.grace = grace;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the process was told to end. */
    public boolean isRaised() {
        return raised.getCount() == 0;
    }

    /** Blocks until the process is told to end, or {@link #raise} is called. */
    public void await() throws InterruptedException {
        raised.await();
    }

    /** Ends {@link #await} from within, as when a part of the node has failed. */
    public void raise() {
        raised.countDown();
    }

    /** The work is ended and cleaned up: the process may end, with this code. */
    public int conclude(ExitCode code) {
        exitCode = code;
        concluded.countDown();
        return code.code();
    }

    /** Stops listening. After a signal it does nothing: the process is ending. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            raised.countDown();
        }
    }

    private void onShutdown() {
        raised.countDown();
        try {
            if (!concluded.await(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("peregrine: did not stop within " + grace.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(exitCode.code());
    }
}
