package dev.peregrine.gateway.iso8583;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fields of a version of the standard: their forms, and what becomes of each. Read from a
 * resource file, executed as it is, and printed into the docs. Immutable.
 */
final class FieldTable {
    /** Number of the last field. */
    static final int LAST = 128;

    private static final Pattern ROW =
            Pattern.compile("(\\d+) +(\\S+ [.0-9]+) +(read|card|drop) +(.+)");
    private static final Map<Iso8583Version, FieldTable> TABLES = tables();

    private final Row[] rows = new Row[LAST + 1];

    /** What becomes of a field. */
    enum Use {
        /** Read, checked, and seen by the mapping. */
        READ,
        /** The card number: only its token is seen. */
        CARD,
        /** Taken over unread and overwritten. */
        DROP
    }

    /**
     * A field.
     *
     * @param number 2 to 128
     * @param format on the wire
     * @param use what becomes of it
     * @param name in the standard
     */
    record Row(int number, FieldFormat format, Use use, String name) {}

    private FieldTable(Iso8583Version version) {
        String file = "fields-" + version.year() + ".txt";
        try (InputStream in = FieldTable.class.getResourceAsStream(file);
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> row(file, line))
                    .forEach(row -> rows[row.number()] = row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The table of a version. */
    static FieldTable of(Iso8583Version version) {
        return TABLES.get(version);
    }

    /** A field; null when the version has none of that number. */
    Row row(int number) {
        return number < rows.length ? rows[number] : null;
    }

    /** All fields by their numbers. */
    List<Row> rows() {
        List<Row> present = new ArrayList<>();
        for (Row row : rows) {
            if (row != null) {
                present.add(row);
            }
        }
        return present;
    }

    private static Map<Iso8583Version, FieldTable> tables() {
        Map<Iso8583Version, FieldTable> tables = new EnumMap<>(Iso8583Version.class);
        for (Iso8583Version version : Iso8583Version.values()) {
            tables.put(version, new FieldTable(version));
        }
        return tables;
    }

    private static Row row(String file, String line) {
        Matcher matcher = ROW.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalStateException(file + ": " + line);
        }
        return new Row(
                Integer.parseInt(matcher.group(1)),
                FieldFormat.parse(matcher.group(2)),
                Use.valueOf(matcher.group(3).toUpperCase(Locale.ROOT)),
                matcher.group(4));
    }
}
