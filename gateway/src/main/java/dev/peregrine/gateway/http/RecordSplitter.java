package dev.peregrine.gateway.http;

import io.vertx.core.buffer.Buffer;

/**
 * Cuts a body that arrives in parts into records: the lines of NDJSON, or the elements of one JSON
 * array, which is told by its first byte. Blank lines are passed over. Holds one record and one
 * part at most, as long as it is emptied before the next part. One thread.
 */
final class RecordSplitter {
    private static final int INITIAL_CAPACITY = 4096;

    private enum Form {
        UNKNOWN,
        LINES,
        ARRAY,
        /** Behind the array's end. */
        AFTER_ARRAY
    }

    private final int maxLength;
    private byte[] bytes = new byte[INITIAL_CAPACITY];
    private int start;
    private int position;
    private int end;
    private Form form = Form.UNKNOWN;
    private boolean ended;
    private boolean done;
    private int line;
    private int nextLine = 1;
    private int offset;
    private int length;
    private boolean tooLong;
    private boolean skipping;
    private boolean blank = true;
    private int depth;
    private boolean inString;
    private boolean escaped;

    /** Records of at most so many bytes. */
    RecordSplitter(int maxLength) {
        this.maxLength = maxLength;
    }

    /** Takes the next part. The current record is gone then. */
    void append(Buffer part) {
        int kept = end - start;
        int needed = kept + part.length();
        byte[] target =
                needed > bytes.length ? new byte[Math.max(needed, 2 * bytes.length)] : bytes;
        System.arraycopy(bytes, start, target, 0, kept);
        bytes = target;
        part.getBytes(0, part.length(), bytes, kept);
        position -= start;
        start = 0;
        end = needed;
    }

    /** There is no next part. */
    void end() {
        ended = true;
    }

    /** There is no next record, whatever came of it. */
    void abandon() {
        ended = true;
        done = true;
    }

    /** Moves on to the next record; false when it is not complete, or there is none. */
    boolean next() {
        while (!done && position < end) {
            byte next = bytes[position++];
            boolean inArray = form == Form.ARRAY;
            if (isEndOfRecord(next)) {
                boolean wasBlank = blank;
                take(position - 1);
                if (!wasBlank || tooLong || (inArray && (form == Form.ARRAY || line > 1))) {
                    return true;
                }
            } else if (position - start > maxLength) {
                skipping = true;
                start = position;
            }
        }
        if (ended && !done) {
            done = !takeLast();
            return !done;
        }
        return false;
    }

    /** Whether all was cut, and nothing comes any more. */
    boolean isExhausted() {
        return done;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the record begins. */
    int offset() {
        return offset;
    }

    /** Bytes of the record; 0 when it is too long. */
    int length() {
        return length;
    }

    /** Number of the record's line or element, from 1. */
    int line() {
        return line;
    }

    /** Whether the record had more bytes than allowed, and was left out. */
    boolean isTooLong() {
        return tooLong;
    }

    private boolean takeLast() {
        boolean open = form == Form.ARRAY;
        if (start == end && !skipping && !open) {
            return false;
        }
        boolean wasBlank = blank;
        form = open ? Form.AFTER_ARRAY : form;
        take(end);
        start = end;
        return !wasBlank || tooLong || open;
    }

    private void take(int recordEnd) {
        offset = start;
        length = skipping ? 0 : recordEnd - start;
        tooLong = skipping;
        line = nextLine++;
        start = position;
        skipping = false;
        blank = true;
    }

    private boolean isEndOfRecord(byte next) {
        if (form == Form.UNKNOWN && !isSpace(next)) {
            form = next == '[' ? Form.ARRAY : Form.LINES;
            if (form == Form.ARRAY) {
                start = position;
                nextLine = 1;
                return false;
            }
        }
        boolean isEnd = form == Form.ARRAY ? isEndOfElement(next) : next == '\n';
        if (!isEnd && !isSpace(next)) {
            blank = false;
        }
        return isEnd;
    }

    private boolean isEndOfElement(byte next) {
        if (inString) {
            inString = escaped || next != '"';
            escaped = !escaped && next == '\\';
            return false;
        }
        switch (next) {
            case '"' -> inString = true;
            case '{', '[' -> depth++;
            case '}' -> depth--;
            case ']' -> {
                if (depth == 0) {
                    form = Form.AFTER_ARRAY;
                    return true;
                }
                depth--;
            }
            default -> {
                return next == ',' && depth == 0;
            }
        }
        return false;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }
}
