package dev.peregrine.replay.lists;

import dev.peregrine.policy.yaml.Suggestion;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.replay.backtest.csv.CsvReader;
import dev.peregrine.replay.backtest.csv.RowException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of a list's entries: CSV with a header, columns {@code value} and, where they are wanted,
 * {@code expires} (such as 2027-01-31T00:00:00Z) and {@code reason}; an empty field says nothing.
 * One thread; blocks on the file.
 */
public final class ListFile implements ListRows {
    private static final List<String> COLUMNS = List.of("value", "expires", "reason");
    private static final int NONE = -1;
    private static final long NANOS = 1_000_000_000L;

    private final CsvReader reader;
    private final int fields;
    private final int value;
    private final int expires;
    private final int reason;

    /**
     * Opens the file and reads its header.
     *
     * @throws RowException when the header is not there or names something else
     * @throws IOException when the file cannot be read
     */
    public ListFile(Path path) throws IOException, RowException {
        this(Files.newInputStream(path));
    }

    /**
     * Reads the header of a file's content.
     *
     * @param in closed with this
     * @throws RowException when the header is not there or names something else
     * @throws IOException when it cannot be read
     */
    public ListFile(InputStream in) throws IOException, RowException {
        reader = new CsvReader(in);
        try {
            if (!reader.next()) {
                throw new RowException(
                        1, 1, "the file is empty, expected a header: " + String.join(",", COLUMNS));
            }
            List<String> header = header();
            fields = header.size();
            value = header.indexOf(COLUMNS.get(0));
            expires = header.indexOf(COLUMNS.get(1));
            reason = header.indexOf(COLUMNS.get(2));
            if (value == NONE) {
                throw new RowException(1, 1, "no column 'value'");
            }
        } catch (IOException | RowException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private List<String> header() throws RowException {
        List<String> header = new ArrayList<>();
        for (int i = 0; i < reader.fieldCount(); i++) {
            String name = reader.text(i);
            if (!COLUMNS.contains(name)) {
                throw reader.error(
                        i,
                        "unknown column "
                                + RowException.quoted(name)
                                + Suggestion.of(name, COLUMNS)
                                + "; known: "
                                + String.join(", ", COLUMNS));
            }
            if (header.contains(name)) {
                throw reader.error(i, "column '" + name + "' is there twice");
            }
            header.add(name);
        }
        return header;
    }

    @Override
    public boolean next() throws IOException, RowException {
        if (!reader.next()) {
            return false;
        }
        if (reader.fieldCount() != fields) {
            throw new RowException(
                    reader.line(),
                    1,
                    "the row has " + reader.fieldCount() + " fields, the header " + fields);
        }
        return true;
    }

    @Override
    public String value() {
        return reader.text(value);
    }

    @Override
    public long expiresNs() throws RowException {
        String text = expires == NONE ? "" : reader.text(expires);
        try {
            return text.isEmpty() ? 0 : timeNs(text);
        } catch (IllegalArgumentException e) {
            throw reader.error(expires, e.getMessage());
        }
    }

    @Override
    public String reason() {
        return reason == NONE ? "" : reader.text(reason);
    }

    @Override
    public long line() {
        return reader.line();
    }

    @Override
    public RowException error(String column, String message) {
        boolean atReason = column.equals(COLUMNS.get(2)) && reason != NONE;
        return reader.error(atReason ? reason : value, message);
    }

    /**
     * Epoch nanoseconds of a time such as 2027-01-31T00:00:00Z.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static long timeNs(String text) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            long ns =
                    Math.addExact(
                            Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano());
            if (ns > 0 && ns <= ProtocolLimits.MAX_TIME_NS) {
                return ns;
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    RowException.quoted(text)
                            + " is no time such as 2027-01-31T00:00:00Z or"
                            + " 2027-01-31T01:00:00+01:00",
                    e);
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(RowException.quoted(text) + " is out of range", e);
        }
        throw new IllegalArgumentException(RowException.quoted(text) + " is out of range");
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
