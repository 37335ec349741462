package dev.peregrine.gateway.http;

import io.vertx.core.buffer.Buffer;
import java.io.OutputStream;

/** Writes into a buffer that can be sent. */
final class BufferOutputStream extends OutputStream {
    private final Buffer buffer;

    BufferOutputStream(int initialCapacity) {
        this.buffer = Buffer.buffer(initialCapacity);
    }

    Buffer buffer() {
        return buffer;
    }

    @Override
    public void write(int b) {
        buffer.appendByte((byte) b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        buffer.appendBytes(bytes, offset, length);
    }
}
