package dev.peregrine.replay.backtest.input;

import java.io.IOException;
import java.io.InputStream;

/** Lines of a stream, without their ends (LF or CRLF), in one buffer. One thread. */
final class LineReader {
    /** Greatest length of a line, in bytes. */
    static final int MAX_LENGTH = 64 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[4 * MAX_LENGTH];
    private int start;
    private int limit;
    private int length;
    private int next;
    private boolean ended;

    LineReader(InputStream in) {
        this.in = in;
    }

    /**
     * Goes to the next line.
     *
     * @return false at the end
     */
    boolean next() throws IOException {
        start = next;
        int at = 0;
        while (true) {
            while (start + at < limit) {
                if (buffer[start + at] == '\n') {
                    next = start + at + 1;
                    length = at > 0 && buffer[start + at - 1] == '\r' ? at - 1 : at;
                    return true;
                }
                at++;
            }
            if (at >= buffer.length || !fill()) {
                next = start + at;
                length = at;
                return at > 0;
            }
        }
    }

    /** True when the line is too long; what there is of it is the buffer's length at most. */
    boolean isTooLong() {
        return length > MAX_LENGTH;
    }

    byte[] bytes() {
        return buffer;
    }

    int offset() {
        return start;
    }

    int length() {
        return length;
    }

    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        System.arraycopy(buffer, start, buffer, 0, limit - start);
        limit -= start;
        start = 0;
        int read = in.read(buffer, limit, buffer.length - limit);
        ended = read < 0;
        limit += Math.max(read, 0);
        return !ended;
    }
}
