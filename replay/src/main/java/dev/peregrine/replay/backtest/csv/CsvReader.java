package dev.peregrine.replay.backtest.csv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads comma-separated records (RFC 4180, UTF-8, line ends LF or CRLF) one by one, in place.
 *
 * <p>A field is a range of {@link #bytes()}, valid until the next record. Reading allocates nothing
 * unless a record has more fields than any before. Where a field begins is known to the line and
 * the character, so that an error can name the place. Empty lines are passed over. A record with a
 * broken quote is an error of that line only: reading goes on at the line after the one on which
 * the record began.
 *
 * <p>One thread. {@link #next} blocks on the stream.
 */
public final class CsvReader implements RowReader {
    /** Greatest length of a record, in bytes: a lost quote must not swallow the file. */
    public static final int MAX_RECORD_LENGTH = 64 * 1024;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final byte[] buffer = new byte[4 * MAX_RECORD_LENGTH];
    private int limit;
    private boolean ended;

    private int start;
    private long line;
    private int fields;
    private boolean ascii;
    private int nextStart;
    private long nextLine = 1;

    private int[] fieldStart = new int[16];
    private int[] fieldLength = new int[16];
    private boolean[] fieldEscaped = new boolean[16];

    /**
     * @param in the file's content, decompressed; closed with this reader
     * @throws IOException when the stream fails
     */
    public CsvReader(InputStream in) throws IOException {
        this.in = in;
        boolean more = true;
        while (more && limit < BYTE_ORDER_MARK.length) {
            more = fill();
        }
        if (limit >= BYTE_ORDER_MARK.length
                && Arrays.equals(buffer, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, 3)) {
            nextStart = BYTE_ORDER_MARK.length;
        }
    }

    @Override
    public boolean next() throws IOException, RowException {
        do {
            start = nextStart;
            line = nextLine;
            fields = 0;
            ascii = true;
            if (!has(0)) {
                return false;
            }
            scanRecord();
        } while (fields == 1 && fieldLength[0] == 0 && buffer[start] != '"');
        return true;
    }

    @Override
    public int fieldCount() {
        return fields;
    }

    @Override
    public byte[] bytes() {
        return buffer;
    }

    @Override
    public int offset(int field) {
        return start + fieldStart[field];
    }

    @Override
    public int length(int field) {
        if (fieldEscaped[field]) {
            unescape(field);
        }
        return fieldLength[field];
    }

    /** True when the record holds nothing but ASCII. */
    public boolean ascii() {
        return ascii;
    }

    @Override
    public String text(int field) {
        int length = length(field);
        return new String(buffer, offset(field), length, StandardCharsets.UTF_8);
    }

    @Override
    public long line() {
        return line;
    }

    /** Line on which a field begins, from 1. */
    public long line(int field) {
        long at = line;
        for (int r = 0; r < fieldStart[field]; r++) {
            if (buffer[start + r] == '\n') {
                at++;
            }
        }
        return at;
    }

    @Override
    public int column(int field) {
        return columnAt(fieldStart[field]);
    }

    @Override
    public RowException error(int field, String message) {
        return new RowException(line(field), column(field), message);
    }

    @Override
    public String raw() {
        int end = nextStart;
        while (end > start && (buffer[end - 1] == '\n' || buffer[end - 1] == '\r')) {
            end--;
        }
        return new String(buffer, start, Math.max(end - start, 0), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void scanRecord() throws IOException, RowException {
        int r = 0;
        while (true) {
            r = has(r) && at(r) == '"' ? scanQuoted(r) : scanPlain(r);
            if (!has(r)) {
                nextStart = start + r;
                nextLine++;
                return;
            }
            if (at(r) == '\n') {
                nextStart = start + r + 1;
                nextLine++;
                return;
            }
            r++;
        }
    }

    /** From a field's first byte to the delimiter after it. */
    private int scanPlain(int from) throws IOException, RowException {
        int r = from;
        int high = 0;
        while (true) {
            int i = start + r;
            int end = limit;
            byte b = 0;
            while (i < end && (b = buffer[i]) != ',' && b != '\n') {
                high |= b;
                i++;
            }
            r = i - start;
            if (i < end) {
                break;
            }
            if (r > MAX_RECORD_LENGTH) {
                throw tooLong();
            }
            if (!fill()) {
                break;
            }
        }
        ascii &= high >= 0;
        boolean lineEnd = !has(r) || at(r) == '\n';
        int length = r - from;
        if (lineEnd && length > 0 && at(r - 1) == '\r') {
            length--;
        }
        addField(from, length, false);
        return r;
    }

    /** From an opening quote to the delimiter after the closing one. */
    private int scanQuoted(int from) throws IOException, RowException {
        int r = from + 1;
        boolean escaped = false;
        while (true) {
            if (r > MAX_RECORD_LENGTH) {
                throw tooLong();
            }
            if (!has(r)) {
                throw broken(from, "a quote is opened here and never closed");
            }
            byte b = at(r);
            if (b == '"') {
                if (!has(r + 1) || at(r + 1) != '"') {
                    break;
                }
                escaped = true;
                r++;
            } else if (b == '\n') {
                nextLine++;
            }
            ascii &= b >= 0;
            r++;
        }
        addField(from + 1, r - from - 1, escaped);
        r++;
        if (has(r) && at(r) == '\r' && (!has(r + 1) || at(r + 1) == '\n')) {
            r++;
        }
        if (has(r) && at(r) != ',' && at(r) != '\n') {
            throw broken(r, "expected a comma or the line's end after a closing quote");
        }
        return r;
    }

    private void addField(int from, int length, boolean escaped) {
        if (fields == fieldStart.length) {
            fieldStart = Arrays.copyOf(fieldStart, 2 * fields);
            fieldLength = Arrays.copyOf(fieldLength, 2 * fields);
            fieldEscaped = Arrays.copyOf(fieldEscaped, 2 * fields);
        }
        fieldStart[fields] = from;
        fieldLength[fields] = length;
        fieldEscaped[fields] = escaped;
        fields++;
    }

    /** Makes two quotes one. The bytes that fall free keep later columns where they were. */
    private void unescape(int field) {
        int from = start + fieldStart[field];
        int end = from + fieldLength[field];
        int to = from;
        for (int i = from; i < end; i++) {
            buffer[to++] = buffer[i];
            if (buffer[i] == '"') {
                i++;
            }
        }
        fieldLength[field] = to - from;
        Arrays.fill(buffer, to, end, (byte) '"');
        fieldEscaped[field] = false;
    }

    private RowException tooLong() throws IOException {
        return broken(
                0,
                "the row is longer than "
                        + MAX_RECORD_LENGTH
                        + " bytes; is a closing quote missing?");
    }

    /** Goes to the line after the one on which the record began. */
    private RowException broken(int at, String message) throws IOException {
        long atLine = line;
        for (int r = 0; r < at; r++) {
            if (buffer[start + r] == '\n') {
                atLine++;
            }
        }
        RowException error = new RowException(atLine, columnAt(at), message);
        int r = 0;
        while (has(r) && at(r) != '\n') {
            r++;
            if (r == MAX_RECORD_LENGTH) {
                start += r;
                r = 0;
            }
        }
        nextStart = has(r) ? start + r + 1 : start + r;
        nextLine = line + 1;
        return error;
    }

    private int columnAt(int at) {
        int column = 1;
        for (int r = at - 1; r >= 0 && buffer[start + r] != '\n'; r--) {
            if ((buffer[start + r] & 0xC0) != 0x80) {
                column++;
            }
        }
        return column;
    }

    private byte at(int r) {
        return buffer[start + r];
    }

    private boolean has(int r) throws IOException {
        while (start + r >= limit) {
            if (!fill()) {
                return false;
            }
        }
        return true;
    }

    /** Reads more behind what there is of the record; {@code start} may move. False at the end. */
    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, limit - start);
            limit -= start;
            start = 0;
        }
        int read = in.read(buffer, limit, buffer.length - limit);
        if (read < 0) {
            ended = true;
            return false;
        }
        limit += read;
        return true;
    }
}
