package dev.peregrine.node.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory, written as a whole number with a unit: {@code 64KiB}, {@code 16MiB}, {@code
 * 1GiB}, or bytes without one.
 */
public record MemorySize(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*(?:([kmg])(?:ib?)?|b)?");

    static MemorySize parse(String text) {
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("is not a size such as 64KiB, 16MiB or 1GiB");
        }
        int shift =
                matcher.group(2) == null
                        ? 0
                        : switch (matcher.group(2)) {
                            case "k" -> 10;
                            case "m" -> 20;
                            default -> 30;
                        };
        try {
            return new MemorySize(
                    Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("is too great a size", e);
        }
    }

    /** As an int, for lengths that the configuration keeps below 2 GiB. */
    public int intBytes() {
        return Math.toIntExact(bytes);
    }

    @Override
    public String toString() {
        for (int shift = 30; shift > 0; shift -= 10) {
            if (bytes != 0 && bytes % (1L << shift) == 0) {
                return (bytes >> shift) + "_KMG".substring(shift / 10, shift / 10 + 1) + "iB";
            }
        }
        return bytes + "B";
    }
}
