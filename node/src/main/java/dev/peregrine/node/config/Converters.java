package dev.peregrine.node.config;

import dev.peregrine.protocol.codec.Durability;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text to values. A wrong text gets a message that continues the key: "... is not a ...". */
final class Converters {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(us|ms|s|m|h|d)");
    private static final int PRIORITY = 1000;

    private Converters() {}

    static void addTo(SmallRyeConfigBuilder builder) {
        add(builder, Integer.class, Converters::toInt);
        add(builder, Long.class, Converters::toLong);
        add(builder, Boolean.class, Converters::toBoolean);
        add(builder, Duration.class, Converters::toDuration);
        add(builder, MemorySize.class, MemorySize::parse);
        add(builder, Durability.class, Converters::toDurability);
        add(builder, Preset.class, Converters::toPreset);
    }

    private static <T> void add(
            SmallRyeConfigBuilder builder, Class<T> type, Function<String, T> conversion) {
        builder.withConverter(type, PRIORITY, text -> conversion.apply(text.strip()));
    }

    private static int toInt(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("is not a whole number", e);
        }
    }

    private static long toLong(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("is not a whole number", e);
        }
    }

    private static boolean toBoolean(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("is neither true nor false");
        };
    }

    private static Durability toDurability(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "recorded" -> Durability.RECORDED;
            case "synced" -> Durability.SYNCED;
            default -> throw new IllegalArgumentException("is neither recorded nor synced");
        };
    }

    private static Preset toPreset(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "shared" -> Preset.SHARED;
            case "low-latency" -> Preset.LOW_LATENCY;
            default -> throw new IllegalArgumentException("is neither shared nor low-latency");
        };
    }

    private static Duration toDuration(String text) {
        Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "is not a duration such as 500ms, 30s, 5m, 24h or 7d");
        }
        long amount = Long.parseLong(matcher.group(1));
        try {
            return switch (matcher.group(2)) {
                case "us" -> Duration.of(amount, ChronoUnit.MICROS);
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
        } catch (ArithmeticException | DateTimeException e) {
            throw new IllegalArgumentException("is too long a duration", e);
        }
    }

    /** A duration in the form of a configuration, in the greatest unit that tells it whole. */
    static String text(Duration duration) {
        long us = TimeUnit.MICROSECONDS.convert(duration);
        for (Unit unit : Unit.values()) {
            if (us % unit.us == 0 && us != 0) {
                return us / unit.us + unit.name().toLowerCase(Locale.ROOT);
            }
        }
        return "0s";
    }

    private enum Unit {
        D(86_400_000_000L),
        H(3_600_000_000L),
        M(60_000_000),
        S(1_000_000),
        MS(1_000),
        US(1);

        private final long us;

        Unit(long us) {
            this.us = us;
        }
    }
}
