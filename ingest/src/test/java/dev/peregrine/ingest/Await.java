package dev.peregrine.ingest;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with a deadline. */
final class Await {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);

    private Await() {}

    static void until(String what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("not within 20 s: " + what);
            }
            LockSupport.parkNanos(100_000);
        }
    }
}
