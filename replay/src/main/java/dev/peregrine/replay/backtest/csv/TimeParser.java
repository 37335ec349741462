package dev.peregrine.replay.backtest.csv;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads times by a {@link DateTimeFormatter} pattern as nanoseconds since 1970-01-01T00:00:00Z. A
 * time without an offset of its own is UTC.
 *
 * <p>Patterns made of {@code yyyy MM dd HH mm ss S..} and punctuation are read byte by byte without
 * allocation; all others, and whatever does not fit, by the formatter, strictly (no 30 February).
 * One thread.
 */
public final class TimeParser {
    /** Returned for what is not a time. */
    public static final long INVALID = Long.MIN_VALUE;

    private static final String FAST_LETTERS = "yuMdHmsS";
    private static final long NANOS = 1_000_000_000L;

    private final DateTimeFormatter formatter;
    private final String shape;
    private final int[] kinds;
    private final int fractionDigits;
    private final int[] values = new int[FAST_LETTERS.length()];
    private int lastDate = -1;
    private long lastEpochDay;

    /**
     * @throws IllegalArgumentException when the pattern is not one
     */
    public TimeParser(String pattern) {
        formatter =
                new DateTimeFormatterBuilder()
                        .parseCaseInsensitive()
                        .appendPattern(proleptic(pattern))
                        .toFormatter(Locale.ROOT)
                        .withResolverStyle(ResolverStyle.STRICT);
        shape = fixedShape(pattern);
        kinds = shape == null ? new int[0] : shape.chars().map(FAST_LETTERS::indexOf).toArray();
        fractionDigits = shape == null ? 0 : shape.length() - shape.indexOf('S');
    }

    /** Nanoseconds since the epoch, or {@link #INVALID}. */
    public long parse(byte[] bytes, int offset, int length) {
        if (shape != null && shape.length() == length) {
            long time = parseFixed(bytes, offset, length);
            if (time != INVALID) {
                return time;
            }
        }
        return parseFormatted(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    private long parseFixed(byte[] bytes, int offset, int length) {
        Arrays.fill(values, 0);
        for (int i = 0; i < length; i++) {
            int kind = kinds[i];
            if (kind < 0) {
                if (bytes[offset + i] != shape.charAt(i)) {
                    return INVALID;
                }
                continue;
            }
            int digit = bytes[offset + i] - '0';
            if (digit < 0 || digit > 9) {
                return INVALID;
            }
            values[kind] = values[kind] * 10 + digit;
        }
        int year = values[0] + values[1];
        if (year < 1678 || year > 2261 || values[4] > 23 || values[5] > 59 || values[6] > 59) {
            return INVALID;
        }
        int date = (year * 100 + values[2]) * 100 + values[3];
        if (date != lastDate) {
            try {
                lastEpochDay = LocalDate.of(year, values[2], values[3]).toEpochDay();
            } catch (DateTimeException e) {
                return INVALID;
            }
            lastDate = date;
        }
        long nanos = values[7];
        for (int i = fractionDigits; nanos > 0 && i < 9; i++) {
            nanos *= 10;
        }
        long second = ((lastEpochDay * 24 + values[4]) * 60 + values[5]) * 60 + values[6];
        return second * NANOS + nanos;
    }

    private long parseFormatted(String text) {
        try {
            TemporalAccessor parsed =
                    formatter.parseBest(text, Instant::from, LocalDateTime::from, LocalDate::from);
            Instant instant;
            if (parsed instanceof Instant time) {
                instant = time;
            } else if (parsed instanceof LocalDateTime time) {
                instant = time.toInstant(ZoneOffset.UTC);
            } else {
                instant = LocalDate.from(parsed).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return Math.addExact(
                    Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            return INVALID;
        }
    }

    /** The pattern with years that need no era, as strict resolving wants them. */
    private static String proleptic(String pattern) {
        if (pattern.indexOf('G') >= 0) {
            return pattern;
        }
        StringBuilder result = new StringBuilder(pattern);
        boolean literal = false;
        for (int i = 0; i < result.length(); i++) {
            literal ^= result.charAt(i) == '\'';
            if (!literal && result.charAt(i) == 'y') {
                result.setCharAt(i, 'u');
            }
        }
        return result.toString();
    }

    /**
     * The pattern with a letter for each digit of the text and every other character as itself; or
     * null when a place of the text has no fixed meaning. A fraction has to come last, and a date
     * has to be whole.
     */
    private static String fixedShape(String pattern) {
        StringBuilder result = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            int end = at + 1;
            while (end < pattern.length() && pattern.charAt(end) == c) {
                end++;
            }
            if (FAST_LETTERS.indexOf(c) >= 0) {
                int width = c == 'y' || c == 'u' ? 4 : c == 'S' ? end - at : 2;
                boolean last = end == pattern.length();
                boolean again = result.indexOf(String.valueOf(c)) >= 0;
                if (end - at != width || width > 9 || (c == 'S' && !last) || again) {
                    return null;
                }
                result.append(pattern, at, end);
            } else if (c == '\'') {
                int close = pattern.indexOf('\'', at + 1);
                if (close < at + 2 || pattern.startsWith("'", close + 1)) {
                    return null;
                }
                String text = pattern.substring(at + 1, close);
                if (text.chars().anyMatch(x -> x > 127 || FAST_LETTERS.indexOf(x) >= 0)) {
                    return null;
                }
                result.append(text);
                end = close + 1;
            } else if (Character.isLetter(c) || "[]{}#".indexOf(c) >= 0 || c > 127) {
                return null;
            } else {
                result.append(pattern, at, end);
            }
            at = end;
        }
        String shape = result.toString();
        boolean wholeDate =
                (shape.contains("yyyy") ^ shape.contains("uuuu"))
                        && shape.contains("MM")
                        && shape.contains("dd");
        return wholeDate ? shape : null;
    }
}
