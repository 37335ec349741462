package dev.peregrine.policy.model;

/** A model's file is not what its format asks for. */
public final class ModelFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    /**
     * @param line line in the file, from 1
     * @param column column in the line, from 1
     * @param message what is wrong and what was expected
     */
    public ModelFormatException(int line, int column, String message) {
        super(message);
        this.line = line;
        this.column = column;
    }

    /** Line in the file, from 1. */
    public int line() {
        return line;
    }

    /** Column in the line, from 1. */
    public int column() {
        return column;
    }
}
