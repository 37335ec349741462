package dev.peregrine.state.chronicle;

import dev.peregrine.state.EntityLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import org.agrona.BitUtil;

/**
 * The Chronicle Map that holds the records of one entity type.
 *
 * <p>Keys and values have a fixed length, so a record stays where it is until it is removed, and
 * records are not removed: the address handed out at insertion holds until {@link #close}. Records
 * are worked on at their addresses, by one thread, past the map's locks. There is one segment,
 * which makes the number of records that fit independent of their keys. Neither keys nor values are
 * objects of the heap, so an insertion allocates nothing.
 *
 * <p>The map is empty when made: what a file held before is deleted, because the journal is the
 * truth and a file that was not closed cannot be trusted.
 */
final class RecordMap implements AutoCloseable {
    private static final long MOST_SHORT_SLOTS = 1 << 14;
    private static final long HEAD_LENGTH = 4700;

    private final RecordKey key = RecordKey.allocate();
    private final RecordReference reference;
    private final Path file;
    private final ChronicleMap<RecordKey, RecordReference> map;

    private RecordMap(EntityLayout layout, int recordLength, Path file) throws IOException {
        this.file = file;
        reference = new RecordReference(recordLength);
        RecordMarshaller marshaller = new RecordMarshaller();
        ChronicleMapBuilder<RecordKey, RecordReference> builder =
                ChronicleMapBuilder.of(RecordKey.class, RecordReference.class)
                        .name(layout.name())
                        .constantKeySizeBySample(key)
                        .valueMarshallers(marshaller, marshaller)
                        .constantValueSizeBySample(reference)
                        .entryAndValueOffsetAlignment(Long.BYTES)
                        .entries(layout.capacity())
                        .actualSegments(1)
                        .checksumEntries(false)
                        .removeReturnsNull(true)
                        .skipCloseOnExitHook(true);
        map = file == null ? builder.create() : builder.createPersistedTo(file.toFile());
    }

    /** A map in anonymous memory. */
    static RecordMap inMemory(EntityLayout layout, int recordLength) {
        try {
            return new RecordMap(layout, recordLength, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A map in a file, which is made anew. */
    static RecordMap inFile(EntityLayout layout, int recordLength, Path file) {
        try {
            Files.deleteIfExists(file);
            return new RecordMap(layout, recordLength, file);
        } catch (IOException e) {
            throw new UncheckedIOException("feature store " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Makes room for an entity's record, which the caller initialises. The key must be new.
     *
     * @return the record's address
     */
    long insert(long keyHigh, long keyLow) {
        key.set(keyHigh, keyLow);
        map.acquireUsing(key, reference);
        return reference.address();
    }

    /** Removes a record; its address may be handed out again. */
    void remove(long keyHigh, long keyLow) {
        key.set(keyHigh, keyLow);
        map.remove(key);
    }

    /**
     * Looks a record up through the map itself, which is slow.
     *
     * @return the record's address, or 0
     */
    long find(long keyHigh, long keyLow) {
        key.set(keyHigh, keyLow);
        return map.getUsing(key, reference) == null ? 0 : reference.address();
    }

    /**
     * Memory of a map at capacity, as Chronicle Map lays it out for one segment and constant sizes:
     * a chunk of key and record for each entry, a hash look-up of slots at most two thirds full, a
     * bit a chunk, and the head.
     */
    static long bytes(int capacity, int recordLength) {
        long slots = BitUtil.findNextPositivePowerOfTwo(capacity + (long) (capacity >>> 1));
        int slotLength = slots > MOST_SHORT_SLOTS ? Long.BYTES : Integer.BYTES;
        return capacity * (long) (RecordKey.LENGTH + recordLength)
                + slots * slotLength
                + capacity / Byte.SIZE
                + HEAD_LENGTH;
    }

    /** Memory that the map has reserved. */
    long bytesReserved() {
        return map.offHeapMemoryUsed();
    }

    /** Records in the map. */
    int size() {
        return map.size();
    }

    @Override
    public void close() {
        map.close();
        key.release();
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException("feature store " + file + ": " + e.getMessage(), e);
            }
        }
    }
}
