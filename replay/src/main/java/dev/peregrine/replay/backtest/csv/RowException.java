package dev.peregrine.replay.backtest.csv;

/**
 * A row cannot be used; the rows after it can. Carries where, what was found and what was expected.
 */
public final class RowException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN_LENGTH = 60;

    private final long line;
    private final long column;

    /**
     * @param line line of the file, from 1
     * @param column character in the line, from 1
     * @param message what was found and what was expected, without the place
     */
    public RowException(long line, long column, String message) {
        super(message, null, false, false);
        this.line = line;
        this.column = column;
    }

    /** Line of the file, from 1. */
    public long line() {
        return line;
    }

    /** Character in the line, from 1. */
    public long column() {
        return column;
    }

    /**
     * A value as an error message shows it: in quotes (or as "empty"), shortened, without line
     * breaks.
     */
    public static String quoted(String value) {
        if (value.isEmpty()) {
            return "empty";
        }
        String flat = value.replace('\n', ' ').replace('\r', ' ');
        return flat.length() <= SHOWN_LENGTH
                ? "'" + flat + "'"
                : "'"
                        + flat.substring(0, SHOWN_LENGTH)
                        + "...' ("
                        + value.length()
                        + " characters)";
    }
}
