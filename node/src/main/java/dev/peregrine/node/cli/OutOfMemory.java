package dev.peregrine.node.cli;

import java.lang.Thread.UncaughtExceptionHandler;
import java.util.Locale;

/**
 * What a process does that has run out of memory: it says so in a line and ends, whatever thread it
 * happened on. A node that went on without one of its threads would be worse than one that is
 * started again.
 */
final class OutOfMemory implements UncaughtExceptionHandler {
    private static final int MOST_CAUSES = 20;

    /** Has every thread's end looked at from now on. */
    static void install() {
        Thread.setDefaultUncaughtExceptionHandler(new OutOfMemory());
    }

    /** The error that a failure goes back to; null for none. */
    static OutOfMemoryError in(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
            if (cause instanceof OutOfMemoryError error) {
                return error;
            }
            cause = cause.getCause();
        }
        return null;
    }

    /** A line for the user. */
    static String describe(OutOfMemoryError error) {
        return String.format(
                Locale.ROOT,
                "out of memory (%s; the heap's bound is %,d MiB): PEREGRINE_JAVA_OPTS=-Xmx... gives"
                        + " more",
                error.getMessage(),
                Runtime.getRuntime().maxMemory() >> 20);
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        OutOfMemoryError error = in(thrown);
        if (error != null) {
            try {
                System.err.println("peregrine: " + thread.getName() + ": " + describe(error));
            } finally {
                Runtime.getRuntime().halt(ExitCode.OUT_OF_MEMORY.code());
            }
        }
        System.err.println("peregrine: internal error on thread " + thread.getName());
        thrown.printStackTrace();
    }
}
