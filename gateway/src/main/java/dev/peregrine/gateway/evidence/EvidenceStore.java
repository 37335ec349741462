package dev.peregrine.gateway.evidence;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * What is kept of decisions, in a directory of its own. Any number of threads may read, and block
 * on the disk while they do; one thread writes. A directory belongs to one process at a time.
 *
 * <p>Everything is of a tenant, and a reader names whose.
 */
public final class EvidenceStore implements AutoCloseable {
    private final EvidenceContext context;
    private final EvidenceDatabase database;
    private final EvidenceWriter writer;

    private EvidenceStore(EvidenceContext context) {
        this.context = context;
        database = new EvidenceDatabase(context);
        writer = new EvidenceWriter(context, database);
    }

    /**
     * Opens a store, or makes a new one.
     *
     * @throws EvidenceException when it is damaged, of another layout, or in use
     */
    public static EvidenceStore open(EvidenceContext context) {
        return new EvidenceStore(context);
    }

    /** The one writer. */
    public EvidenceWriter writer() {
        return writer;
    }

    /** A payment by its id, and what happened under its event id. */
    public Optional<Evidence> find(int tenantId, long epoch, long sequence) {
        return read(
                () ->
                        event(EvidenceKeys.onHeap(), tenantId, sequence)
                                .filter(event -> event.epoch() == epoch)
                                .map(event -> new Evidence(event, history(tenantId, event))));
    }

    /**
     * The decision on an event id; where there is none the payment as it was applied, or refused.
     */
    public Optional<StoredEvent> findEvent(int tenantId, String eventId) {
        byte[] text = eventId.getBytes(StandardCharsets.UTF_8);
        return read(
                () ->
                        notes(tenantId, text).stream()
                                .filter(note -> note.kind().isPayment())
                                .min(
                                        Comparator.comparing(StoredNote::kind)
                                                .thenComparingLong(StoredNote::sequence))
                                .flatMap(
                                        note ->
                                                event(
                                                        EvidenceKeys.onHeap(),
                                                        tenantId,
                                                        note.sequence())));
    }

    /**
     * The payment of an event id as it was applied: a Transaction with its header, for a label, an
     * outcome or a reversal that lacks it.
     */
    public Optional<byte[]> original(int tenantId, String eventId) {
        return findEvent(tenantId, eventId)
                .filter(event -> event.kind().isApplied())
                .map(
                        event -> {
                            byte[] bytes = new byte[event.event().capacity()];
                            event.event().getBytes(0, bytes);
                            return bytes;
                        });
    }

    /** Some of a tenant's decisions, the newest first. */
    public EvidencePage list(EvidenceQuery query) {
        return read(() -> new PageReader(this, database, query).read());
    }

    /** Decisions in the store. */
    public long decisions() {
        return read(
                () -> {
                    long sum = 0;
                    try {
                        for (Partition partition : database.partitions()) {
                            sum += database.decisions(partition);
                        }
                    } catch (RocksDBException e) {
                        throw failure(e);
                    }
                    return sum;
                });
    }

    /** Size of the store's files in bytes, without its log of the newest writes. */
    public long sizeBytes() {
        return read(
                () -> {
                    try {
                        return database.db()
                                .getAggregatedLongProperty("rocksdb.total-sst-files-size");
                    } catch (RocksDBException e) {
                        throw failure(e);
                    }
                });
    }

    /** Closes; what was committed is there when it is opened again. Waits for readers. */
    @Override
    public void close() {
        writer.close();
        database.close();
    }

    /** A payment by its sequence, under the read lock. */
    Optional<StoredEvent> event(EvidenceKeys keys, int tenantId, long sequence) {
        List<Partition> all = database.partitions();
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).firstSequence() <= sequence) {
                try {
                    byte[] value =
                            database.db()
                                    .get(
                                            all.get(i).events(),
                                            keys.event(tenantId, sequence).array());
                    return Optional.ofNullable(value).map(v -> StoredEvent.decode(sequence, v));
                } catch (RocksDBException e) {
                    throw failure(e);
                }
            }
        }
        return Optional.empty();
    }

    private List<StoredNote> history(int tenantId, StoredEvent of) {
        EventTexts texts = new EventTexts();
        texts.read(of.event(), 0);
        return notes(tenantId, texts.eventId().copy()).stream()
                .filter(note -> note.sequence() != of.sequence())
                .toList();
    }

    /** What happened under an event id, in the order of all events. */
    private List<StoredNote> notes(int tenantId, byte[] eventId) {
        EvidenceKeys keys = EvidenceKeys.onHeap();
        byte[] first = keys.note(tenantId, keys.hash(eventId, eventId.length), 0).array();
        List<StoredNote> notes = new ArrayList<>();
        for (Partition partition : database.partitions()) {
            try (RocksIterator it =
                    database.db().newIterator(partition.indexes(), database.options().read())) {
                for (it.seek(first); it.isValid(); it.next()) {
                    StoredNote note =
                            StoredNote.decode(EvidenceKeys.noteSequence(it.key()), it.value());
                    if (note.isAbout(eventId)) {
                        notes.add(note);
                    }
                }
                it.status();
            } catch (RocksDBException e) {
                throw failure(e);
            }
        }
        return Collections.unmodifiableList(notes);
    }

    private <T> T read(Supplier<T> reading) {
        database.readLock().lock();
        try {
            database.checkOpen();
            return reading.get();
        } finally {
            database.readLock().unlock();
        }
    }

    private EvidenceException failure(RocksDBException cause) {
        return new EvidenceException(
                context.directory() + ": cannot be read: " + cause.getMessage(), cause);
    }
}
