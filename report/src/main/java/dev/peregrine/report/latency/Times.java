package dev.peregrine.report.latency;

import dev.peregrine.report.page.Axis;
import java.util.Locale;

/** How times are written for people. */
public final class Times {
    private static final double US_PER_MS = 1e3;
    private static final double US_PER_S = 1e6;
    private static final double NS_PER_US = 1e3;

    private Times() {}

    /** Microseconds with their unit, in three digits. */
    public static String us(double us) {
        if (us >= US_PER_S) {
            return digits(us / US_PER_S) + " s";
        }
        if (us >= US_PER_MS) {
            return digits(us / US_PER_MS) + " ms";
        }
        return us >= 1 || us == 0 ? digits(us) + " µs" : digits(us * NS_PER_US) + " ns";
    }

    /** The median of repetitions, and the ends where there are several. */
    public static String us(Spread spread) {
        if (spread.least() == spread.most()) {
            return us(spread.median());
        }
        return us(spread.median()) + " (" + us(spread.least()) + " – " + us(spread.most()) + ")";
    }

    /** A power of ten of microseconds, for an axis. */
    public static String power(double us) {
        if (us >= US_PER_S) {
            return Axis.text(us / US_PER_S) + " s";
        }
        if (us >= US_PER_MS) {
            return Axis.text(us / US_PER_MS) + " ms";
        }
        return us >= 0.99 ? Axis.text(us) + " µs" : Axis.text(Math.rint(us * NS_PER_US)) + " ns";
    }

    /** A rate. */
    public static String perSecond(double rate) {
        return rate == 0 ? "as it goes" : String.format(Locale.ROOT, "%,.0f/s", rate);
    }

    private static String digits(double value) {
        String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
        return value == 0 ? "0" : String.format(Locale.ROOT, format, value);
    }
}
