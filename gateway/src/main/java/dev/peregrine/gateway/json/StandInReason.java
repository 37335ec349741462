package dev.peregrine.gateway.json;

import java.util.Locale;

/** Why a payment got the stand-in. The codes are stored and never change. */
public enum StandInReason {
    /** The engine did not answer within the request's deadline. */
    DEADLINE(1),
    /** Too many requests were waiting, in the gateway or in the engine. */
    OVERLOAD(2),
    /** There is no engine, or it is recovering or stopping. */
    ENGINE_UNAVAILABLE(3);

    private final byte code;

    StandInReason(int code) {
        this.code = (byte) code;
    }

    /** As it is stored. */
    public byte code() {
        return code;
    }

    /** The reason of a stored code; null when there is none. */
    public static StandInReason of(byte code) {
        for (StandInReason reason : values()) {
            if (reason.code == code) {
                return reason;
            }
        }
        return null;
    }

    /** As JSON and metrics have it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
