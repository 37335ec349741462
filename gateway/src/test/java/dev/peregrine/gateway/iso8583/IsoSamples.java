package dev.peregrine.gateway.iso8583;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;

/** Messages as an acquirer sends them, with a card number that no issuer has given out. */
final class IsoSamples {
    static final String CARD = "4539578763621486";
    static final String TRACK_2 = CARD + "D28122011143878089";

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MMddHHmmss");
    private static final DateTimeFormatter LONG_DATE = DateTimeFormatter.ofPattern("yyMMddHHmmss");

    private IsoSamples() {}

    /** A purchase of now, by its trace number. */
    static Map<Integer, String> purchase(Iso8583Version version, int trace) {
        return purchase(version, trace, Instant.now());
    }

    static Map<Integer, String> purchase(Iso8583Version version, int trace, Instant at) {
        LocalDateTime now = LocalDateTime.ofInstant(at, ZoneOffset.UTC);
        Map<Integer, String> fields = new TreeMap<>();
        fields.put(2, CARD);
        fields.put(3, "000000");
        fields.put(4, "000000004999");
        fields.put(7, now.format(DATE));
        fields.put(11, "%06d".formatted(trace));
        fields.put(14, "2812");
        fields.put(32, "12345678");
        fields.put(35, TRACK_2);
        fields.put(37, "6123456%05d".formatted(trace));
        fields.put(41, "TERM0001");
        fields.put(42, "MERCHANT0000001");
        fields.put(49, "978");
        fields.put(52, "0123456789ABCDEF");
        fields.put(55, "9F2608A1B2C3D4E5F60718");
        if (version == Iso8583Version.V1987) {
            fields.put(12, now.format(DATE).substring(4));
            fields.put(13, now.format(DATE).substring(0, 4));
            fields.put(18, "5411");
            fields.put(22, "051");
            fields.put(25, "00");
            fields.put(43, "%-38sDE".formatted("CORNER SHOP            BERLIN"));
        } else {
            fields.put(12, now.format(LONG_DATE));
            fields.put(22, "511201511344");
            fields.put(24, "100");
            fields.put(26, "5411");
            fields.put(43, "CORNER SHOP\\MAIN ST 1\\BERLIN\\10115        DEU");
        }
        return fields;
    }

    /** The type of a request, such as 0100 or 1100. */
    static String type(Iso8583Version version, String withoutVersion) {
        return version.digit() + withoutVersion;
    }

    /** Takes a purchase back. */
    static Map<Integer, String> reversal(
            Iso8583Version version, Map<Integer, String> purchase, int trace, String replacement) {
        Map<Integer, String> fields = new TreeMap<>(purchase);
        fields.put(11, "%06d".formatted(trace));
        fields.remove(52);
        fields.remove(55);
        if (version == Iso8583Version.V1987) {
            fields.put(
                    90,
                    "0100" + purchase.get(11) + purchase.get(7) + "00012345678" + "00000000000");
            if (replacement != null) {
                fields.put(95, replacement + " ".repeat(30));
            }
        } else {
            fields.put(24, "400");
            fields.put(56, "1100" + purchase.get(11) + purchase.get(12) + "08" + purchase.get(32));
            if (replacement != null) {
                fields.put(24, "401");
                fields.put(30, purchase.get(4) + "000000000000");
                fields.put(4, replacement);
            }
        }
        return fields;
    }

    /** Sign-on, sign-off or echo. */
    static Map<Integer, String> network(Iso8583Version version, String code, int trace) {
        Map<Integer, String> fields = new TreeMap<>();
        fields.put(7, LocalDateTime.now(ZoneOffset.UTC).format(DATE));
        fields.put(11, "%06d".formatted(trace));
        fields.put(version == Iso8583Version.V1987 ? 70 : 24, code);
        if (version == Iso8583Version.V1993) {
            fields.put(12, LocalDateTime.now(ZoneOffset.UTC).format(LONG_DATE));
        }
        return fields;
    }
}
