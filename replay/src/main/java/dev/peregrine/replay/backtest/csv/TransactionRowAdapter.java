package dev.peregrine.replay.backtest.csv;

import dev.peregrine.policy.CsvMapping;
import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.event.EventFieldException;
import dev.peregrine.protocol.event.TransactionBuilder;
import org.agrona.MutableDirectBuffer;

/**
 * Turns rows of a file into Transaction messages that ask for a decision, by the mapping of a
 * policy bundle. Allocates only for errors, IP addresses and unusual numbers. One thread.
 */
public final class TransactionRowAdapter {
    private static final KeyField[] KEYS = KeyField.values();

    private final Columns columns;
    private final int tenantId;
    private final int currency;
    private final String timePattern;
    private final AmountParser amounts;
    private final TimeParser times;
    private final TransactionBuilder builder = new TransactionBuilder();

    private long eventTimeNs;
    private long amountMinor;
    private boolean fraud;

    /**
     * @param file reader that stands at the header
     * @throws MissingColumnsException when the header does not fit the mapping
     */
    public TransactionRowAdapter(CsvMapping mapping, int tenantId, CsvReader file)
            throws MissingColumnsException {
        this.columns = new Columns(mapping, file);
        this.tenantId = tenantId;
        this.currency = mapping.currency();
        this.timePattern = mapping.timePattern();
        this.amounts =
                new AmountParser(
                        mapping.amountScale(), mapping.amountRounding(), mapping.amountTolerance());
        this.times = new TimeParser(mapping.timePattern());
    }

    /**
     * Encodes the record at which the reader stands, message header included.
     *
     * @param buffer room for {@link ProtocolLimits#MAX_EVENT_LENGTH} bytes
     * @return length of the message
     * @throws RowException when the row cannot be used
     */
    public int encode(CsvReader row, MutableDirectBuffer buffer, int offset) throws RowException {
        if (row.fieldCount() != columns.names.length) {
            int last = Math.min(row.fieldCount(), columns.names.length + 1) - 1;
            throw row.error(
                    last,
                    "expected "
                            + columns.names.length
                            + " fields as in the header, found "
                            + row.fieldCount());
        }
        eventTimeNs = time(row);
        amountMinor = amount(row);
        fraud = fraud(row);
        int column = columns.eventId;
        try {
            builder.reset()
                    .tenantId(tenantId)
                    .eventTimeNs(eventTimeNs)
                    .amount(amountMinor, currency);
            int length = row.length(column);
            builder.eventId(row.bytes(), row.offset(column), length);
            if (length == 0) {
                throw bad(row, column, "expected an id");
            }
            for (KeyField field : KEYS) {
                column = columns.key(field);
                if (column == Columns.NONE) {
                    continue;
                }
                length = row.length(column);
                if (field == KeyField.IP) {
                    builder.ip(row.text(column));
                } else {
                    builder.key(field, row.bytes(), row.offset(column), length);
                }
            }
            return builder.encode(buffer, offset);
        } catch (EventFieldException e) {
            throw row.error(column, "column '" + columns.names[column] + "': " + e.getMessage());
        }
    }

    /** Event time of the row encoded last. */
    public long eventTimeNs() {
        return eventTimeNs;
    }

    /** Amount of the row encoded last. */
    public long amountMinor() {
        return amountMinor;
    }

    /** Whether the row encoded last is marked as fraud. */
    public boolean fraud() {
        return fraud;
    }

    /** Character of its line at which the row's event id begins. */
    public int eventIdColumn(CsvReader row) {
        return row.column(columns.eventId);
    }

    /** Character of its line at which the row's time begins. */
    public int timeColumn(CsvReader row) {
        return row.column(columns.time);
    }

    private long time(CsvReader row) throws RowException {
        int length = row.length(columns.time);
        long time = times.parse(row.bytes(), row.offset(columns.time), length);
        if (time == TimeParser.INVALID) {
            throw bad(row, columns.time, "expected a time like " + timePattern);
        }
        if (time < 0 || time > ProtocolLimits.MAX_TIME_NS) {
            throw bad(row, columns.time, "expected a time from 1970 to 2116");
        }
        return time;
    }

    private long amount(CsvReader row) throws RowException {
        int length = row.length(columns.amount);
        long minor = amounts.parse(row.bytes(), row.offset(columns.amount), length);
        if (minor < 0) {
            throw bad(row, columns.amount, amounts.problem());
        }
        return minor;
    }

    private boolean fraud(CsvReader row) throws RowException {
        if (columns.label == Columns.NONE) {
            return false;
        }
        int length = row.length(columns.label);
        byte value = length == 1 ? row.bytes()[row.offset(columns.label)] : 0;
        if (value != '0' && value != '1') {
            throw bad(row, columns.label, "expected 0 or 1");
        }
        return value == '1';
    }

    private RowException bad(CsvReader row, int column, String expectation) {
        return row.error(
                column,
                "column '"
                        + columns.names[column]
                        + "' is "
                        + RowException.quoted(row.text(column))
                        + ", "
                        + expectation);
    }
}
