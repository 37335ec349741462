package dev.peregrine.state;

import java.nio.ByteBuffer;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;

/** State saved into memory. */
public final class MemoryState implements StateSink, StateSource {
    private ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 16);
    private int readPosition;

    @Override
    public void putLong(long value) {
        room(Long.BYTES);
        bytes.putLong(value);
    }

    @Override
    public void putBytes(long address, long length) {
        room((int) length);
        UnsafeApi.copyMemory(address, BufferUtil.address(bytes) + bytes.position(), length);
        bytes.position(bytes.position() + (int) length);
    }

    @Override
    public long getLong() {
        readPosition += Long.BYTES;
        return bytes.getLong(readPosition - Long.BYTES);
    }

    @Override
    public void getBytes(long address, long length) {
        UnsafeApi.copyMemory(BufferUtil.address(bytes) + readPosition, address, length);
        readPosition += (int) length;
    }

    /** True when everything was read. */
    public boolean isAtEnd() {
        return readPosition == bytes.position();
    }

    private void room(int length) {
        if (bytes.remaining() < length) {
            ByteBuffer larger = ByteBuffer.allocateDirect(2 * (bytes.capacity() + length));
            larger.put(bytes.flip());
            bytes = larger;
        }
    }
}
