package dev.peregrine.state;

/** Saved state that does not fit what it is to be loaded into; the message says in what. */
public final class StateMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StateMismatchException(String message) {
        super(message);
    }

    /** Checks a number that was saved to be compared. */
    public static void check(String what, long saved, long expected) {
        if (saved != expected) {
            throw new StateMismatchException(
                    what + ": saved with " + saved + ", expected " + expected);
        }
    }
}
