package dev.peregrine.replay.backtest.csv;

import dev.peregrine.protocol.ProtocolLimits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Reads decimal numbers as amounts in minor units, exactly. A number with more decimals than the
 * currency has is rounded; where that changes it by more than the tolerance, it is an error.
 *
 * <p>Numbers of up to 18 digits whose excess decimals are zero need no allocation; the others go by
 * {@link BigDecimal}. One thread.
 */
public final class AmountParser {
    private static final int MAX_TEXT_LENGTH = 64;
    private static final int MAX_LONG_DIGITS = 18;
    private static final long[] POWERS = powers();

    private final int scale;
    private final RoundingMode rounding;
    private final BigDecimal tolerance;
    private String problem;

    /**
     * @param scale decimals of the currency, 0 .. 6
     * @param tolerance greatest change by rounding, in major units
     */
    public AmountParser(int scale, RoundingMode rounding, double tolerance) {
        this.scale = scale;
        this.rounding = rounding;
        this.tolerance = BigDecimal.valueOf(tolerance).stripTrailingZeros();
    }

    /**
     * Reads a number.
     *
     * @return minor units, 0 .. {@link ProtocolLimits#MAX_AMOUNT_MINOR}; or -1 for an error, which
     *     {@link #problem} then describes
     */
    public long parse(byte[] bytes, int offset, int length) {
        long mantissa = 0;
        int digits = 0;
        int decimals = -1;
        for (int i = offset; i < offset + length; i++) {
            int digit = bytes[i] - '0';
            if (digit >= 0 && digit <= 9 && digits < MAX_LONG_DIGITS) {
                mantissa = mantissa * 10 + digit;
                digits++;
                if (decimals >= 0) {
                    decimals++;
                }
            } else if (bytes[i] == '.' && decimals < 0) {
                decimals = 0;
            } else {
                return parseExactly(bytes, offset, length);
            }
        }
        if (digits == 0 || decimals == 0) {
            return parseExactly(bytes, offset, length);
        }
        int excess = Math.max(decimals, 0) - scale;
        if (excess <= 0) {
            return digits - excess <= MAX_LONG_DIGITS
                    ? inRange(mantissa * POWERS[-excess])
                    : parseExactly(bytes, offset, length);
        }
        long divisor = POWERS[excess];
        return mantissa % divisor == 0
                ? inRange(mantissa / divisor)
                : parseExactly(bytes, offset, length);
    }

    /** What was expected, after {@link #parse} returned -1. */
    public String problem() {
        return problem;
    }

    private long parseExactly(byte[] bytes, int offset, int length) {
        BigDecimal amount;
        try {
            if (length > MAX_TEXT_LENGTH) {
                throw new NumberFormatException();
            }
            amount = new BigDecimal(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException e) {
            return error("expected a decimal number such as 12.34");
        }
        if (amount.signum() < 0 || amount.precision() - (long) amount.scale() > MAX_LONG_DIGITS) {
            return outOfRange();
        }
        if (amount.scale() > MAX_TEXT_LENGTH) {
            return error("expected at most " + MAX_TEXT_LENGTH + " decimals");
        }
        BigDecimal rounded = amount.setScale(scale, rounding);
        if (amount.subtract(rounded).abs().compareTo(tolerance) > 0) {
            return error(
                    "expected "
                            + scale
                            + " decimals: rounding would change it by more than the tolerance of "
                            + tolerance.toPlainString());
        }
        BigDecimal minor = rounded.movePointRight(scale);
        return minor.precision() > MAX_LONG_DIGITS ? outOfRange() : inRange(minor.longValueExact());
    }

    private long inRange(long minor) {
        return minor <= ProtocolLimits.MAX_AMOUNT_MINOR ? minor : outOfRange();
    }

    private long outOfRange() {
        return error(
                "expected 0 to "
                        + BigDecimal.valueOf(ProtocolLimits.MAX_AMOUNT_MINOR, scale)
                                .toPlainString());
    }

    private long error(String message) {
        problem = message;
        return -1;
    }

    private static long[] powers() {
        long[] powers = new long[MAX_LONG_DIGITS + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }
}
