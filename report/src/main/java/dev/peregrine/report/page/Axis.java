package dev.peregrine.report.page;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;

/** An axis of a chart: where a value lies on it, and which values are named. Immutable. */
public final class Axis {
    /** With more, the last but one has no room beside the last. */
    private static final int MOST_NAMED_NINES = 5;

    private static final int STEPS = 5;
    private static final double EVERYTHING = 100;
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final DoubleUnaryOperator place;
    private final List<Tick> ticks;

    /**
     * A named place.
     *
     * @param place 0 .. 1
     */
    public record Tick(double place, String text) {}

    private Axis(DoubleUnaryOperator place, List<Tick> ticks) {
        this.place = place;
        this.ticks = List.copyOf(ticks);
    }

    /** From 0 to a value above 0. */
    public static Axis linear(double max) {
        return even(value -> value / max, at -> text(max * at));
    }

    /**
     * Logarithmic, in whole powers of ten.
     *
     * @param least of the values; what is smaller lies at the begin
     * @param most of the values
     * @param text of a power of ten
     */
    public static Axis logarithmic(double least, double most, DoubleFunction<String> text) {
        int from = (int) Math.floor(Math.log10(least));
        int to = Math.max(from + 1, (int) Math.ceil(Math.log10(most) - 1e-9));
        List<Tick> ticks = new ArrayList<>();
        for (int power = from; power <= to; power++) {
            ticks.add(
                    new Tick(
                            (power - from) / (double) (to - from),
                            text.apply(Math.pow(10, power))));
        }
        return new Axis(
                value -> clamp((Math.log10(Math.max(value, 1e-300)) - from) / (to - from)), ticks);
    }

    /**
     * For percentiles: each further nine is as wide as the one before.
     *
     * @param most greatest percentile shown, below 100
     */
    public static Axis percentiles(double most) {
        double nines = Math.max(2, Math.ceil(nines(most) - 1e-9));
        List<Tick> ticks = new ArrayList<>();
        for (int n = 0; n <= nines; n++) {
            boolean isCrowded = nines > MOST_NAMED_NINES && n == nines - 1;
            String text =
                    isCrowded
                            ? ""
                            : n == 0 ? "0 %" : percentile(EVERYTHING * (1 - Math.pow(10, -n)));
            ticks.add(new Tick(n / nines, text));
        }
        return new Axis(value -> clamp(nines(value) / nines), ticks);
    }

    /** Time of day, UTC, between two times in epoch milliseconds. */
    public static Axis time(long fromMs, long toMs) {
        double length = Math.max(1, toMs - fromMs);
        return even(
                value -> clamp((value - fromMs) / length),
                at -> CLOCK.format(Instant.ofEpochMilli(fromMs + (long) (length * at))));
    }

    /** Where a value lies: 0 is the axis's begin, 1 its end. */
    public double place(double value) {
        return place.applyAsDouble(value);
    }

    /** What is named. */
    public List<Tick> ticks() {
        return ticks;
    }

    /** A number in as few digits as tell it apart. */
    public static String text(double value) {
        if (value >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value >= 0.01 ? "%.2f" : "%.4f", value);
    }

    /** A percentile's name, such as 99.9 %. */
    public static String percentile(double percentile) {
        String digits = String.format(Locale.ROOT, "%.6f", percentile);
        return digits.replaceAll("0+$", "").replaceAll("\\.$", "") + " %";
    }

    /** How many nines a percentile has: 0 for 0, 1 for 90, 2 for 99. */
    private static double nines(double percentile) {
        return -Math.log10(Math.max(1e-12, 1 - percentile / EVERYTHING));
    }

    private static Axis even(DoubleUnaryOperator place, DoubleFunction<String> text) {
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i <= STEPS; i++) {
            double at = i / (double) STEPS;
            ticks.add(new Tick(at, text.apply(at)));
        }
        return new Axis(place, ticks);
    }

    private static double clamp(double place) {
        return Math.min(1, Math.max(0, place));
    }
}
