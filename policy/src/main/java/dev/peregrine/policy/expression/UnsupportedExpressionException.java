package dev.peregrine.policy.expression;

/** A checked expression has a part that rules cannot use. The message gives the reason. */
public final class UnsupportedExpressionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int offset;

    UnsupportedExpressionException(int offset, String message) {
        super(message);
        this.offset = offset;
    }

    /** Where the part stands: a code point of the expression's text. */
    public int offset() {
        return offset;
    }

    /** The mistake lies outside the expression and is told there. */
    public boolean isToldElsewhere() {
        return offset < 0;
    }
}
