package dev.peregrine.state.chronicle;

import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.history.RecordLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;

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
    private final RecordKey key = RecordKey.allocate();
    private final RecordReference reference;
    private final int windows;
    private final Path file;
    private final ChronicleMap<RecordKey, RecordReference> map;

    private RecordMap(EntityLayout layout, Path file) throws IOException {
        this.file = file;
        windows = layout.windows().size();
        reference = new RecordReference(RecordLayout.length(windows));
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
                        .skipCloseOnExitHook(true);
        map = file == null ? builder.create() : builder.createPersistedTo(file.toFile());
    }

    /** A map in anonymous memory. */
    static RecordMap inMemory(EntityLayout layout) {
        try {
            return new RecordMap(layout, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A map in a file, which is made anew. */
    static RecordMap inFile(EntityLayout layout, Path file) {
        try {
            Files.deleteIfExists(file);
            return new RecordMap(layout, file);
        } catch (IOException e) {
            throw new UncheckedIOException("feature store " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Makes an entity's record, without events. The key must be new.
     *
     * @return the record's address
     */
    long insert(long keyHigh, long keyLow) {
        key.set(keyHigh, keyLow);
        map.acquireUsing(key, reference);
        long record = reference.address();
        RecordLayout.initialise(record, windows, keyHigh, keyLow);
        return record;
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
