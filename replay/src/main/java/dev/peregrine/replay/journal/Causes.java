package dev.peregrine.replay.journal;

/** Puts into words what lies at the bottom of a failure. */
public final class Causes {
    private Causes() {}

    /** Message of the first cause, such as {@code No space left on device}; never empty. */
    public static String root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
