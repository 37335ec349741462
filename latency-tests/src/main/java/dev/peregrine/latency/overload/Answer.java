package dev.peregrine.latency.overload;

import java.nio.charset.StandardCharsets;

/** What becomes of a request at a gateway that is asked for too much. */
public enum Answer {
    /** By the engine. */
    DECIDED("decided"),
    /** By the policy's table of stand-ins. */
    STAND_IN("stand-ins"),
    /** 429 or 503. */
    REFUSED("refused");

    private static final int OK = 200;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final String label;

    Answer(String label) {
        this.label = label;
    }

    /** For people. */
    String label() {
        return label;
    }

    /** Null for what should not come. */
    static Answer of(int status, byte[] body) {
        return switch (status) {
            case OK ->
                    new String(body, StandardCharsets.UTF_8).contains("\"stand_in\":true")
                            ? STAND_IN
                            : DECIDED;
            case TOO_MANY_REQUESTS, UNAVAILABLE -> REFUSED;
            default -> null;
        };
    }
}
