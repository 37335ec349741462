package dev.peregrine.state.chronicle;

import net.openhft.chronicle.bytes.Byteable;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * Key of a record in the map: the entity's 128-bit hash, upper half first, native order. It lies in
 * native memory, where Chronicle Map reads it without copying or allocating.
 */
final class RecordKey implements Byteable {
    static final int LENGTH = 16;

    private BytesStore<?, ?> store;
    private long offset;

    /** A key with memory of its own, to be set and looked up. */
    static RecordKey allocate() {
        RecordKey key = new RecordKey();
        key.bytesStore(BytesStore.nativeStore(LENGTH), 0, LENGTH);
        return key;
    }

    void set(long high, long low) {
        store.writeLong(offset, high);
        store.writeLong(offset + Long.BYTES, low);
    }

    void release() {
        store.releaseLast();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void bytesStore(BytesStore bytesStore, long offset, long length) {
        this.store = bytesStore;
        this.offset = offset;
    }

    @Override
    public BytesStore<?, ?> bytesStore() {
        return store;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public long maxSize() {
        return LENGTH;
    }
}
