package dev.peregrine.replay.backtest;

/** The engine threw while it handled an event, and must not be called again. */
final class EngineFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EngineFailedException(RuntimeException cause) {
        super(describe(cause), cause);
    }

    private static String describe(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String text = thrown == root ? root.toString() : thrown.getMessage() + ": " + root;
        return text.replaceAll("\\s*\\R\\s*", "; ");
    }
}
