package dev.peregrine.policy;

import dev.peregrine.policy.condition.Literal;
import java.math.BigDecimal;

/**
 * A number that a bundle's rules name, {@code param.NAME}, in place of writing it down. It is a
 * constant: another value makes another bundle.
 *
 * @param name name in rules
 * @param description for people; may be empty
 * @param value an {@link Literal.IntegerLiteral} where it is written without a decimal point, else
 *     a {@link Literal.DoubleLiteral}
 * @param min least value that makes sense; negative infinity for any
 * @param max greatest value that makes sense; infinity for any
 */
public record ParameterSpec(
        String name, String description, Literal value, double min, double max) {
    /** Greatest magnitude of a value: whole numbers up to it are exact as decimal ones. */
    public static final double MAX_MAGNITUDE = 1e15;

    /** True for a whole number. */
    public boolean isWhole() {
        return value instanceof Literal.IntegerLiteral;
    }

    /** The value. */
    public BigDecimal number() {
        return value instanceof Literal.IntegerLiteral whole
                ? BigDecimal.valueOf(whole.value())
                : BigDecimal.valueOf(((Literal.DoubleLiteral) value).value());
    }

    /**
     * The same parameter with another value.
     *
     * @throws IllegalArgumentException when the value is none for it; the message is for the user
     */
    public ParameterSpec with(BigDecimal other) {
        double number = other.doubleValue();
        if (isWhole() && other.stripTrailingZeros().scale() > 0) {
            throw new IllegalArgumentException(
                    "parameter '" + name + "' is a whole number, " + other + " is none");
        }
        if (!(number >= Math.max(min, -MAX_MAGNITUDE) && number <= Math.min(max, MAX_MAGNITUDE))) {
            throw new IllegalArgumentException(
                    other
                            + " is out of the range of parameter '"
                            + name
                            + "', "
                            + plain(Math.max(min, -MAX_MAGNITUDE))
                            + " .. "
                            + plain(Math.min(max, MAX_MAGNITUDE)));
        }
        Literal literal =
                isWhole()
                        ? new Literal.IntegerLiteral(other.longValueExact())
                        : new Literal.DoubleLiteral(number);
        return new ParameterSpec(name, description, literal, min, max);
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
