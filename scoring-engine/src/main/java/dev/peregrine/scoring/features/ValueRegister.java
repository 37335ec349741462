package dev.peregrine.scoring.features;

import dev.peregrine.policy.condition.Literal;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Holds the value of one operand while a condition is tested; which field, its type says. One
 * thread.
 */
public abstract class ValueRegister {
    /** Value of type INTEGER; of type BOOLEAN, as 0 or 1. */
    long integer;

    /** Value of type DOUBLE. */
    double number;

    /** Where a value of type STRING lies, in UTF-8. */
    DirectBuffer text;

    int textOffset;
    int textLength;

    /** Loads the value; false when it is missing. Allocates nothing. */
    public abstract boolean load(TransactionView transaction, OutcomeView outcome);

    /** The value loaded, of type INTEGER; of type BOOLEAN, as 0 or 1. */
    public final long integer() {
        return integer;
    }

    /** The value loaded, of type DOUBLE. */
    public final double number() {
        return number;
    }

    /**
     * Copies the value loaded, of type STRING, in UTF-8.
     *
     * @param bytes long enough for any value of the field
     * @return number of bytes
     */
    public final int copyText(byte[] bytes) {
        text.getBytes(textOffset, bytes, 0, textLength);
        return textLength;
    }

    final boolean loadText(DirectBuffer buffer, int offset, int length) {
        text = buffer;
        textOffset = offset;
        textLength = length;
        return true;
    }

    static ValueRegister constant(Literal literal) {
        Constant constant = new Constant();
        if (literal instanceof Literal.IntegerLiteral value) {
            constant.integer = value.value();
        } else if (literal instanceof Literal.DoubleLiteral value) {
            constant.number = value.value();
        } else if (literal instanceof Literal.BooleanLiteral value) {
            constant.integer = value.value() ? 1 : 0;
        } else if (literal instanceof Literal.TextLiteral value) {
            byte[] bytes = value.value().getBytes(StandardCharsets.UTF_8);
            constant.loadText(new UnsafeBuffer(bytes), 0, bytes.length);
        }
        return constant;
    }

    private static final class Constant extends ValueRegister {
        @Override
        public boolean load(TransactionView transaction, OutcomeView outcome) {
            return true;
        }
    }
}
