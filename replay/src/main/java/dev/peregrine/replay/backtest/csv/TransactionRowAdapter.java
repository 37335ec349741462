package dev.peregrine.replay.backtest.csv;

import dev.peregrine.policy.CsvMapping;
import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.Channel;
import dev.peregrine.protocol.codec.MessageHeaderEncoder;
import dev.peregrine.protocol.codec.Purpose;
import dev.peregrine.protocol.codec.TransactionEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.agrona.MutableDirectBuffer;

/**
 * Turns rows of a file into Transaction messages that ask for a decision, by the mapping of a
 * policy bundle. Allocates only for errors, non-ASCII rows, IP addresses and unusual numbers. One
 * thread.
 */
public final class TransactionRowAdapter {
    private static final byte[] EMPTY = {};

    private final Columns columns;
    private final int tenantId;
    private final int currency;
    private final AmountParser amounts;
    private final TimeParser times;
    private final String timePattern;
    private final IpParser ips = new IpParser();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final TransactionEncoder encoder = new TransactionEncoder();

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
        this.amounts =
                new AmountParser(
                        mapping.amountScale(), mapping.amountRounding(), mapping.amountTolerance());
        this.times = new TimeParser(mapping.timePattern());
        this.timePattern = mapping.timePattern();
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
        encoder.wrapAndApplyHeader(buffer, offset, header)
                .tenantId(tenantId)
                .purpose(Purpose.AUTHORISATION)
                .channel(Channel.UNKNOWN)
                .eventTimeNs(eventTimeNs)
                .amountMinor(amountMinor)
                .currency(currency)
                .merchantCategory(TransactionEncoder.merchantCategoryNullValue())
                .putMerchantCountry((byte) 0, (byte) 0)
                .putIssuerCountry((byte) 0, (byte) 0)
                .latitudeMicro(TransactionEncoder.latitudeMicroNullValue())
                .longitudeMicro(TransactionEncoder.longitudeMicroNullValue());
        buffer.putByte(encoder.offset() + TransactionEncoder.actionTakenEncodingOffset(), (byte) 0);
        ip(row);
        encoder.attributesCount(0);
        int id = columns.eventId;
        int idLength = checked(row, id, ProtocolLimits.MAX_EVENT_ID_LENGTH);
        if (idLength == 0) {
            throw row.error(id, "column '" + columns.names[id] + "' is empty, expected an id");
        }
        encoder.putEventId(row.bytes(), row.offset(id), idLength);
        keys(row);
        return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
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

    private void ip(CsvReader row) throws RowException {
        int column = columns.key(KeyField.IP);
        if (column == Columns.NONE || row.length(column) == 0) {
            encoder.ip().high(0).low(0);
            return;
        }
        if (!ips.parse(row.text(column))) {
            throw bad(row, column, "expected an IP address");
        }
        encoder.ip().high(ips.high()).low(ips.low());
    }

    private void keys(CsvReader row) throws RowException {
        int length = key(row, KeyField.CARD);
        encoder.putCard(source(row, length), place(row, KeyField.CARD), length);
        length = key(row, KeyField.ACCOUNT);
        encoder.putAccount(source(row, length), place(row, KeyField.ACCOUNT), length);
        length = key(row, KeyField.MERCHANT);
        encoder.putMerchant(source(row, length), place(row, KeyField.MERCHANT), length);
        length = key(row, KeyField.TERMINAL);
        encoder.putTerminal(source(row, length), place(row, KeyField.TERMINAL), length);
        length = key(row, KeyField.DEVICE);
        encoder.putDevice(source(row, length), place(row, KeyField.DEVICE), length);
        length = key(row, KeyField.EMAIL);
        encoder.putEmail(source(row, length), place(row, KeyField.EMAIL), length);
        length = key(row, KeyField.EMAIL_DOMAIN);
        encoder.putEmailDomain(source(row, length), place(row, KeyField.EMAIL_DOMAIN), length);
    }

    private int key(CsvReader row, KeyField field) throws RowException {
        int column = columns.key(field);
        if (column == Columns.NONE) {
            return 0;
        }
        return checked(
                row,
                column,
                field == KeyField.EMAIL_DOMAIN
                        ? ProtocolLimits.MAX_EMAIL_DOMAIN_LENGTH
                        : ProtocolLimits.MAX_KEY_LENGTH);
    }

    private static byte[] source(CsvReader row, int length) {
        return length == 0 ? EMPTY : row.bytes();
    }

    private int place(CsvReader row, KeyField field) {
        int column = columns.key(field);
        return column == Columns.NONE || row.length(column) == 0 ? 0 : row.offset(column);
    }

    /** Length of a text field, once it is known to fit the schema. */
    private int checked(CsvReader row, int column, int maxLength) throws RowException {
        int length = row.length(column);
        if (length > maxLength) {
            throw bad(row, column, "expected at most " + maxLength + " bytes");
        }
        if (!row.ascii()) {
            try {
                StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(row.bytes(), row.offset(column), length));
            } catch (CharacterCodingException e) {
                throw bad(row, column, "expected UTF-8");
            }
        }
        return length;
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
