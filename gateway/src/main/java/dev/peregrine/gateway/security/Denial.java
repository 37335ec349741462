package dev.peregrine.gateway.security;

import java.util.Locale;

/** Why somebody is not let in. */
public enum Denial {
    /** No key and no token, where one is wanted. */
    MISSING("give a key or a token: Authorization: Bearer ..."),
    /** Several of them, or another scheme. */
    MALFORMED("give one key or token, as Authorization: Bearer ... or as X-Api-Key"),
    /** No key of this id, or another secret; a token that is not what the configuration wants. */
    UNKNOWN("the key or token is not valid"),
    /** A key that was taken back. */
    REVOKED("the key was revoked"),
    /** A key or a token after its end. */
    EXPIRED("the key or token has expired"),
    /** More tokens that were not seen before than can be verified. */
    BUSY("too many tokens are being verified");

    private final String detail;

    Denial(String detail) {
        this.detail = detail;
    }

    /** For people. */
    public String detail() {
        return detail;
    }

    /** In metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
