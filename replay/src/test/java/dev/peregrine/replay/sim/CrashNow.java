package dev.peregrine.replay.sim;

/** The simulated process dies here. */
final class CrashNow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CrashNow() {
        super("crash", null, false, false);
    }
}
