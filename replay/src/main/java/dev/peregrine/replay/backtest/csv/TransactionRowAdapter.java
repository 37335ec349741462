package dev.peregrine.replay.backtest.csv;

import dev.peregrine.policy.CsvMapping;
import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.Channel;
import dev.peregrine.protocol.event.EventFieldException;
import dev.peregrine.protocol.event.TransactionBuilder;
import dev.peregrine.replay.backtest.metrics.Hashes;
import dev.peregrine.replay.backtest.metrics.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.agrona.MutableDirectBuffer;

/**
 * Turns rows of a file into Transaction messages that ask for a decision, by the mapping of a
 * policy bundle. Allocates only for errors, IP addresses and unusual numbers. One thread.
 */
public final class TransactionRowAdapter {
    private static final KeyField[] KEYS = KeyField.values();
    private static final Map<String, Channel> CHANNELS = channels();

    private final Columns columns;
    private final int tenantId;
    private final int currency;
    private final String timePattern;
    private final AmountParser amounts;
    private final TimeParser times;
    private final TransactionBuilder builder = new TransactionBuilder();

    private final long labelDelayNs;
    private final Set<String> declinedThen;
    private final KeyField cardField;

    private long eventTimeNs;
    private long amountMinor;
    private Outcome outcome;
    private long knownAtNs;
    private long cardHigh;
    private long cardLow;
    private int merchantCategory;
    private int merchantCountry;
    private Channel channel;

    /**
     * @param names the file's columns, in order
     * @param cardField the key by which cards, accounts or customers are told apart in measures;
     *     null for none
     * @throws MissingColumnsException when the columns do not fit the mapping
     */
    public TransactionRowAdapter(
            CsvMapping mapping, int tenantId, List<String> names, KeyField cardField)
            throws MissingColumnsException {
        this.columns = new Columns(mapping, names);
        this.labelDelayNs = mapping.labelDelayNs();
        this.declinedThen =
                mapping.pastDecision().map(CsvMapping.PastDecision::declined).orElse(Set.of());
        this.cardField = cardField;
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
    public int encode(RowReader row, MutableDirectBuffer buffer, int offset) throws RowException {
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
        outcome = outcome(row);
        knownAtNs = outcome == Outcome.FRAUD ? labelTime(row) : delayed(eventTimeNs);
        cardHigh = 0;
        cardLow = 0;
        merchantCategory = -1;
        merchantCountry = 0;
        channel = Channel.UNKNOWN;
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
                if (field.isText()) {
                    length = row.length(column);
                    builder.key(field, row.bytes(), row.offset(column), length);
                    if (field == cardField && length > 0) {
                        cardHigh = Hashes.of(row.bytes(), row.offset(column), length, 1);
                        cardLow = Hashes.of(row.bytes(), row.offset(column), length, 2);
                    }
                } else {
                    field(field, row, column);
                }
            }
            builder.channel(channel);
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

    /** What became of the row encoded last, as the file says. */
    public Outcome outcome() {
        return outcome;
    }

    /** When the outcome of the row encoded last was known, or would have been. */
    public long knownAtNs() {
        return knownAtNs;
    }

    /** Upper half of the hash of the row's card, account or customer. */
    public long cardHigh() {
        return cardHigh;
    }

    /** Lower half of the hash of the row's card, account or customer. */
    public long cardLow() {
        return cardLow;
    }

    /** Merchant category of the row encoded last; -1 where it has none. */
    public int merchantCategory() {
        return merchantCategory;
    }

    /** Merchant country of the row encoded last, first letter in the low byte; 0 for none. */
    public int merchantCountry() {
        return merchantCountry;
    }

    /** Channel of the row encoded last, by its number. */
    public int channel() {
        return channel.value();
    }

    /** Character of its line at which the row's event id begins. */
    public int eventIdColumn(RowReader row) {
        return row.column(columns.eventId);
    }

    /** Character of its line at which the row's time begins. */
    public int timeColumn(RowReader row) {
        return row.column(columns.time);
    }

    /** A field that is no text of variable length. */
    private void field(KeyField field, RowReader row, int column) throws RowException {
        String text = row.text(column);
        switch (field) {
            case IP -> builder.ip(text);
            case MERCHANT_COUNTRY -> {
                builder.merchantCountry(text);
                merchantCountry = text.isEmpty() ? 0 : text.charAt(0) | text.charAt(1) << 8;
            }
            case ISSUER_COUNTRY -> builder.issuerCountry(text);
            case MERCHANT_CATEGORY -> {
                if (!text.isEmpty()) {
                    merchantCategory = category(row, column, text);
                    builder.merchantCategory(merchantCategory);
                }
            }
            case CHANNEL -> {
                channel = CHANNELS.get(text.isEmpty() ? "unknown" : text.toLowerCase(Locale.ROOT));
                if (channel == null) {
                    String known = "expected one of " + String.join(", ", CHANNELS.keySet());
                    throw bad(row, column, known);
                }
            }
            default -> throw new IllegalStateException(field.toString());
        }
    }

    private int category(RowReader row, int column, String text) throws RowException {
        if (!text.chars().allMatch(c -> c >= '0' && c <= '9') || text.length() > 4) {
            throw bad(row, column, "expected a merchant category of at most four digits");
        }
        return Integer.parseInt(text);
    }

    private long time(RowReader row) throws RowException {
        return time(row, columns.time);
    }

    private long time(RowReader row, int column) throws RowException {
        int length = row.length(column);
        long time = times.parse(row.bytes(), row.offset(column), length);
        if (time == TimeParser.INVALID) {
            throw bad(row, column, "expected a time like " + timePattern);
        }
        if (time < 0 || time > ProtocolLimits.MAX_TIME_NS) {
            throw bad(row, column, "expected a time from 1970 to 2116");
        }
        return time;
    }

    private long labelTime(RowReader row) throws RowException {
        if (columns.labelTime == Columns.NONE || row.length(columns.labelTime) == 0) {
            return delayed(eventTimeNs);
        }
        long time = time(row, columns.labelTime);
        if (time < eventTimeNs) {
            throw bad(row, columns.labelTime, "expected no time before the payment's own");
        }
        return time;
    }

    private long delayed(long timeNs) {
        return Math.min(timeNs + labelDelayNs, ProtocolLimits.MAX_TIME_NS);
    }

    private long amount(RowReader row) throws RowException {
        int length = row.length(columns.amount);
        long minor = amounts.parse(row.bytes(), row.offset(columns.amount), length);
        if (minor < 0) {
            throw bad(row, columns.amount, amounts.problem());
        }
        return minor;
    }

    private Outcome outcome(RowReader row) throws RowException {
        if (columns.label == Columns.NONE) {
            return Outcome.UNKNOWN;
        }
        if (fraud(row)) {
            return Outcome.FRAUD;
        }
        boolean declined =
                columns.pastDecision != Columns.NONE
                        && declinedThen.contains(row.text(columns.pastDecision));
        return declined ? Outcome.UNKNOWN : Outcome.GOOD;
    }

    private boolean fraud(RowReader row) throws RowException {
        int length = row.length(columns.label);
        byte value = length == 1 ? row.bytes()[row.offset(columns.label)] : 0;
        if (value != '0' && value != '1') {
            throw bad(row, columns.label, "expected 0 or 1");
        }
        return value == '1';
    }

    private RowException bad(RowReader row, int column, String expectation) {
        return row.error(
                column,
                "column '"
                        + columns.names[column]
                        + "' is "
                        + RowException.quoted(row.text(column))
                        + ", "
                        + expectation);
    }

    private static Map<String, Channel> channels() {
        Map<String, Channel> channels = new LinkedHashMap<>();
        for (Channel channel : Channel.values()) {
            if (channel != Channel.NULL_VAL) {
                channels.put(channel.name().toLowerCase(Locale.ROOT), channel);
            }
        }
        return channels;
    }
}
