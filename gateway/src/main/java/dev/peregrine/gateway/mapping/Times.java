package dev.peregrine.gateway.mapping;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times by the rules of tables. All become texts of RFC 3339 in UTC. */
final class Times {
    private static final int MAX_SECONDS_DIGITS = 11;
    private static final int MAX_LENGTH = 40;
    private static final int LEAP_CYCLE_YEARS = 8;

    private Times() {}

    /** A date and time of ISO 8601; UTC where it has no offset. */
    static String dateTime(String text) throws RuleException {
        try {
            if (text.length() > MAX_LENGTH) {
                throw new RuleException("must be a date and time such as 2026-01-31T12:00:00Z");
            }
            boolean hasOffset = text.indexOf('T') > 0 && text.matches(".*(Z|[+-]\\d\\d:\\d\\d)");
            Instant instant =
                    hasOffset
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            return instant.toString();
        } catch (DateTimeException e) {
            throw new RuleException("must be a date and time such as 2026-01-31T12:00:00Z");
        }
    }

    /** Seconds since 1970. */
    static String epochSeconds(String text) throws RuleException {
        if (!text.matches("[0-9]{1," + MAX_SECONDS_DIGITS + "}")) {
            throw new RuleException("must be seconds since 1970");
        }
        return Instant.ofEpochSecond(Long.parseLong(text)).toString();
    }

    /** Times of a form with all of a date in it. */
    static Rule.Step pattern(String pattern) throws RuleException {
        DateTimeFormatter formatter = formatter(pattern, 0);
        return (value, input) -> {
            try {
                return LocalDateTime.parse(value.toString(), formatter)
                        .toInstant(ZoneOffset.UTC)
                        .toString();
            } catch (DateTimeException e) {
                throw new RuleException("must be a time of the form " + pattern);
            }
        };
    }

    /**
     * Times of a form without the year: of the years around now, the one that brings it nearest.
     */
    static Rule.Step nearNow(String pattern) throws RuleException {
        formatter(pattern, LEAP_CYCLE_YEARS);
        return (value, input) -> {
            Instant now = Instant.ofEpochSecond(0, input.nowNs());
            int year = LocalDateTime.ofInstant(now, ZoneOffset.UTC).getYear();
            Instant nearest = null;
            for (int candidate = year - 1; candidate <= year + 1; candidate++) {
                Instant instant = inYear(value.toString(), pattern, candidate);
                if (instant != null
                        && (nearest == null || distance(instant, now) < distance(nearest, now))) {
                    nearest = instant;
                }
            }
            if (nearest == null) {
                throw new RuleException("must be a time of the form " + pattern);
            }
            return nearest.toString();
        };
    }

    /** Days from a date until the one with which a place of the message begins. */
    static Rule.Step ageDays(String pattern, String untilPlace) throws RuleException {
        DateTimeFormatter formatter = formatter(pattern, 0);
        return (value, input) -> {
            String until = input.source().get(untilPlace);
            if (until == null || until.length() < pattern.length()) {
                return null;
            }
            try {
                return ChronoUnit.DAYS.between(
                        LocalDate.parse(value.toString(), formatter),
                        LocalDate.parse(until.substring(0, pattern.length()), formatter));
            } catch (DateTimeException e) {
                throw new RuleException("must be a date of the form " + pattern);
            }
        };
    }

    private static Instant inYear(String text, String pattern, int year) throws RuleException {
        try {
            return LocalDateTime.parse(text, formatter(pattern, year)).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static long distance(Instant a, Instant b) {
        return Math.abs(Duration.between(a, b).toMillis());
    }

    /**
     * @param year of times whose form has none; 0 where it has
     */
    private static DateTimeFormatter formatter(String pattern, int year) throws RuleException {
        try {
            DateTimeFormatterBuilder builder =
                    new DateTimeFormatterBuilder().appendPattern(pattern);
            if (year > 0) {
                builder.parseDefaulting(ChronoField.YEAR, year);
            }
            return builder.toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
        } catch (IllegalArgumentException e) {
            throw new RuleException("'" + pattern + "' is not the form of a time");
        }
    }
}
