package dev.peregrine.gateway.security;

/**
 * What became of a request's credentials: one of the two is null.
 *
 * @param principal who it is
 * @param denial why nobody
 */
public record Verdict(Principal principal, Denial denial) {
    static Verdict of(Principal principal) {
        return new Verdict(principal, null);
    }

    static Verdict of(Denial denial) {
        return new Verdict(null, denial);
    }

    /** Whether somebody is let in. */
    public boolean isGranted() {
        return denial == null;
    }
}
