package dev.peregrine.policy.yaml;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as policies write them: {@code 90s}, {@code 5m}, {@code 1h}, {@code 7d}. */
public final class DurationText {
    static final String FORM = "a duration such as 90s, 5m, 1h or 7d";

    private static final Pattern PATTERN = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private DurationText() {}

    /** Nanoseconds; empty when the text is no duration or does not fit. */
    public static OptionalLong parseNs(String text) {
        Matcher matcher = PATTERN.matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        TimeUnit unit =
                switch (matcher.group(2)) {
                    case "ms" -> TimeUnit.MILLISECONDS;
                    case "s" -> TimeUnit.SECONDS;
                    case "m" -> TimeUnit.MINUTES;
                    case "h" -> TimeUnit.HOURS;
                    default -> TimeUnit.DAYS;
                };
        long ns = unit.toNanos(Long.parseLong(matcher.group(1)));
        return ns == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(ns);
    }

    /** The shortest exact form. */
    public static String format(long ns) {
        TimeUnit[] units = {TimeUnit.DAYS, TimeUnit.HOURS, TimeUnit.MINUTES, TimeUnit.SECONDS};
        String[] names = {"d", "h", "m", "s"};
        for (int i = 0; i < units.length; i++) {
            if (ns != 0 && ns % units[i].toNanos(1) == 0) {
                return ns / units[i].toNanos(1) + names[i];
            }
        }
        return ns == 0 ? "0s" : TimeUnit.NANOSECONDS.toMillis(ns) + "ms";
    }
}
