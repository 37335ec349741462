package dev.peregrine.node.cli;

import java.util.Locale;

/** Amounts of memory for people: {@code 312 B}, {@code 29.4 MiB}. */
final class ByteText {
    private static final String UNITS = "KMGTPE";
    private static final double UNIT = 1024;

    private ByteText() {}

    /** In the greatest unit that leaves at least 1, to a decimal. */
    static String of(long bytes) {
        double amount = (double) bytes;
        int unit = -1;
        while (amount >= UNIT && unit + 1 < UNITS.length()) {
            amount /= UNIT;
            unit++;
        }
        return unit < 0
                ? String.format(Locale.ROOT, "%.0f B", amount)
                : String.format(Locale.ROOT, "%.1f %ciB", amount, UNITS.charAt(unit));
    }
}
