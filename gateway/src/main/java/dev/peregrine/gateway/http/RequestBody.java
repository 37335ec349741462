package dev.peregrine.gateway.http;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** Gathers a request's body up to a limit. */
final class RequestBody {
    private static final int INITIAL_CAPACITY = 1024;

    private final int maxLength;
    private byte[] bytes;
    private int length;

    RequestBody(int maxLength) {
        this.maxLength = maxLength;
        this.bytes = new byte[Math.min(INITIAL_CAPACITY, maxLength)];
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Takes the next part; false when the body would grow beyond its limit. */
    boolean append(Buffer part) {
        int needed = length + part.length();
        if (needed > maxLength) {
            return false;
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(maxLength, Math.max(needed, bytes.length * 2)));
        }
        part.getBytes(0, part.length(), bytes, length);
        length = needed;
        return true;
    }
}
