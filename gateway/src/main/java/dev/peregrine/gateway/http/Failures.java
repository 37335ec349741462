package dev.peregrine.gateway.http;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Describes failures for the log without their messages, which may hold what a caller sent. */
public final class Failures {
    private static final int FRAMES = 8;

    private Failures() {}

    /** The kind of a failure, and where it happened. */
    public static String describe(Throwable failure) {
        return failure.getClass().getName()
                + Arrays.stream(failure.getStackTrace())
                        .limit(FRAMES)
                        .map(frame -> " at " + frame)
                        .collect(Collectors.joining());
    }
}
