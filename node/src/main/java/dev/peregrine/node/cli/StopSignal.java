package dev.peregrine.node.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command end in good order on SIGINT or SIGTERM: {@link #raised} turns true, and the JVM
 * waits until the command closes this, but no longer than 30 seconds. Any thread.
 */
final class StopSignal implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::raise, "stop-signal");
    private volatile boolean raised;

    StopSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** True once the process has been told to end. */
    boolean raised() {
        return raised;
    }

    @Override
    public void close() {
        closed.countDown();
        if (!raised) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                raised = true;
            }
        }
    }

    private void raise() {
        raised = true;
        try {
            if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
