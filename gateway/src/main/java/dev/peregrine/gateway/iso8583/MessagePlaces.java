package dev.peregrine.gateway.iso8583;

import dev.peregrine.gateway.mapping.FieldSource;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Set;

/**
 * A message as the tables see it: fields by their numbers, and what is made of several, as {@code
 * formats/iso8583.yaml} describes it. Not thread-safe.
 */
final class MessagePlaces implements FieldSource {
    private static final DateTimeFormatter WITH_YEAR =
            new DateTimeFormatterBuilder()
                    .appendValueReduced(ChronoField.YEAR, 2, 2, LocalDate.of(2000, 1, 1))
                    .appendPattern("MMddHHmmss")
                    .toFormatter(Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);
    private static final Set<String> COUNTRIES =
            Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);
    private static final Set<String> COUNTRIES_3 =
            Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA3);
    private static final int AMOUNT_DIGITS = 12;

    private final DecodedMessage message;
    private final Iso8583Version version;
    private final ZoneId zone;
    private final long nowNs;
    private final OriginalElements original;

    /**
     * @param zone of fields 12 and 13
     * @param nowNs time of day, for years that are not told
     */
    MessagePlaces(DecodedMessage message, Iso8583Version version, ZoneId zone, long nowNs) {
        this.message = message;
        this.version = version;
        this.zone = zone;
        this.nowNs = nowNs;
        this.original = OriginalElements.of(message, version);
    }

    @Override
    public String get(String place) {
        return switch (place) {
            case "card" -> message.card();
            case "identity" -> identity();
            case "original-identity" -> originalIdentity();
            case "local-time" -> localTime(message.value(13), message.value(12));
            case "reversed-amount" -> reversedAmount();
            case "merchant-country" -> merchantCountry();
            default -> message.value(Integer.parseInt(place));
        };
    }

    /** The payment that a reversal takes back, as far as the reversal tells. */
    FieldSource original() {
        return place ->
                switch (place) {
                    case "identity" -> originalIdentity();
                    case "4" -> originalAmount();
                    case "7" -> is1987() ? original.time() : null;
                    case "11" -> original.trace();
                    case "12" -> is1987() ? get(place) : original.time();
                    case "local-time" -> is1987() ? get(place) : localTime(null, original.time());
                    case "39" -> null;
                    default -> get(place);
                };
    }

    /** Whether a reversal names a payment of this version that could have been sent here. */
    boolean namesOriginal() {
        return original != null
                && original.type() != null
                && switch (original.type().kind(version)) {
                    case REQUEST, ADVICE -> true;
                    default -> false;
                };
    }

    /** Whether the payment that a reversal names was an advice. */
    boolean isOriginalAdvice() {
        return namesOriginal() && original.type().kind(version) == MessageType.Kind.ADVICE;
    }

    private boolean is1987() {
        return version == Iso8583Version.V1987;
    }

    private String identity() {
        return Identity.of(
                message.type().messageClass(),
                message.value(11),
                message.value(is1987() ? 7 : 12),
                message.value(37),
                message.value(32),
                message.value(41));
    }

    private String originalIdentity() {
        return namesOriginal()
                ? Identity.of(
                        original.type().messageClass(),
                        original.trace(),
                        original.time(),
                        message.value(37),
                        original.acquirerOr(message.value(32)),
                        message.value(41))
                : null;
    }

    /** RFC 3339 in UTC; what is no time stays as it is, to be refused by its row. */
    private String localTime(String date, String time) {
        if (time == null || (is1987() && date == null)) {
            return null;
        }
        try {
            return is1987()
                    ? nearest(date + time).toString()
                    : LocalDateTime.parse(time, WITH_YEAR).atZone(zone).toInstant().toString();
        } catch (DateTimeException e) {
            return "?";
        }
    }

    private Instant nearest(String monthToSecond) {
        Instant now = Instant.ofEpochSecond(0, nowNs);
        int year = LocalDateTime.ofInstant(now, zone).getYear();
        Instant nearest = null;
        for (int candidate = year - 1; candidate <= year + 1; candidate++) {
            Instant instant = inYear(candidate, monthToSecond);
            if (instant != null
                    && (nearest == null || distance(instant, now) < distance(nearest, now))) {
                nearest = instant;
            }
        }
        if (nearest == null) {
            throw new DateTimeException("no date");
        }
        return nearest;
    }

    private Instant inYear(int year, String monthToSecond) {
        String text = String.format(Locale.ROOT, "%02d", year % 100) + monthToSecond;
        try {
            return LocalDateTime.parse(text, WITH_YEAR).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static long distance(Instant a, Instant b) {
        return Math.abs(Duration.between(a, b).toMillis());
    }

    /** What is taken back: all, or what the replacement amount leaves out. */
    private String reversedAmount() {
        String amount = message.value(4);
        String other = message.value(is1987() ? 95 : 30);
        if (amount == null || other == null || other.length() < AMOUNT_DIGITS) {
            return amount;
        }
        String part = other.substring(0, AMOUNT_DIGITS);
        if (!part.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return "?";
        }
        long difference = Long.parseLong(amount) - Long.parseLong(part);
        return Long.toString(is1987() ? difference : -difference);
    }

    private String originalAmount() {
        String amounts = message.value(30);
        return is1987() || amounts == null ? message.value(4) : amounts.substring(0, AMOUNT_DIGITS);
    }

    /** Two letters at the end of field 43, three in 1993; null when they are no country. */
    private String merchantCountry() {
        String place = message.value(43);
        int letters = is1987() ? 2 : 3;
        if (place == null || place.stripTrailing().length() < letters) {
            return null;
        }
        String stripped = place.stripTrailing();
        String country = stripped.substring(stripped.length() - letters);
        return (is1987() ? COUNTRIES : COUNTRIES_3).contains(country) ? country : null;
    }
}
