package dev.peregrine.gateway.evidence;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * The RocksDB under the store and its partitions. Readers hold {@link #readLock} for as long as
 * they use a partition's handle; only the writing thread adds and drops partitions.
 */
final class EvidenceDatabase implements AutoCloseable {
    private final EvidenceContext context;
    private final DatabaseOptions options;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile RocksDB db;
    private volatile ColumnFamilyHandle meta;
    private volatile List<Partition> partitions = List.of();
    private boolean closed;

    EvidenceDatabase(EvidenceContext context) {
        this.context = context.conclude();
        NativeLibrary.load(context.directory());
        options = new DatabaseOptions(context);
        try {
            open();
        } catch (RuntimeException e) {
            options.close();
            throw e;
        }
    }

    private void open() {
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        List<ColumnFamilyDescriptor> families = new ArrayList<>();
        try {
            families.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, options.meta()));
            existing().forEach(name -> families.add(descriptor(name)));
            db =
                    RocksDB.open(
                            options.database(), context.directory().toString(), families, handles);
        } catch (RocksDBException e) {
            throw new EvidenceException(
                    context.directory() + ": cannot be opened: " + e.getMessage(), e);
        }
        meta = handles.get(0);
        Map<Partition.Name, ColumnFamilyHandle> found = new HashMap<>();
        for (int i = 1; i < handles.size(); i++) {
            found.put(Partition.Name.parse(families.get(i).getName()), handles.get(i));
        }
        partitions = pair(found);
    }

    /** Events are made last and dropped first: without them the indexes are of no use. */
    private List<Partition> pair(Map<Partition.Name, ColumnFamilyHandle> families) {
        List<Partition> pairs = new ArrayList<>();
        try {
            for (Map.Entry<Partition.Name, ColumnFamilyHandle> family : families.entrySet()) {
                Partition.Name name = family.getKey();
                ColumnFamilyHandle other = families.get(name.other());
                if (name.isOfEvents()) {
                    pairs.add(
                            new Partition(
                                    name.firstSequence(),
                                    name.firstNs(),
                                    family.getValue(),
                                    other));
                } else if (other == null) {
                    db.dropColumnFamily(family.getValue());
                    family.getValue().close();
                }
            }
        } catch (RocksDBException e) {
            throw new EvidenceException(context.directory() + ": " + e.getMessage(), e);
        }
        pairs.sort(Comparator.comparingLong(Partition::firstSequence));
        return List.copyOf(pairs);
    }

    private ColumnFamilyDescriptor descriptor(Partition.Name name) {
        return new ColumnFamilyDescriptor(
                name.bytes(), name.isOfEvents() ? options.events() : options.indexes());
    }

    /**
     * Opens anew: RocksDB takes no more writes once one has failed. Waits for readers. The writer
     * only.
     */
    void reopen() {
        lock.writeLock().lock();
        try {
            release();
            open();
        } finally {
            lock.writeLock().unlock();
        }
    }

    RocksDB db() {
        return db;
    }

    DatabaseOptions options() {
        return options;
    }

    ColumnFamilyHandle meta() {
        return meta;
    }

    /** The oldest first. */
    List<Partition> partitions() {
        return partitions;
    }

    /** Taken by readers; while it is held no partition goes. */
    Lock readLock() {
        return lock.readLock();
    }

    /** Under the read lock. */
    void checkOpen() {
        if (closed || db == null) {
            throw new EvidenceException(context.directory() + ": is closed");
        }
    }

    /** The partition of an event that comes after all others; made if need be. The writer only. */
    Partition partitionFor(EventPlace place) throws RocksDBException {
        List<Partition> current = partitions;
        long spanNs = context.partitionNs();
        if (!current.isEmpty()) {
            Partition last = current.get(current.size() - 1);
            if (place.ingressTimeNs() / spanNs <= last.firstNs() / spanNs) {
                return last;
            }
            flush(last.events(), last.indexes(), meta);
        }
        Partition.Name events = Partition.Name.events(place.sequence(), place.ingressTimeNs());
        ColumnFamilyHandle indexes = db.createColumnFamily(descriptor(events.other()));
        Partition made =
                new Partition(
                        place.sequence(),
                        place.ingressTimeNs(),
                        db.createColumnFamily(descriptor(events)),
                        indexes);
        List<Partition> more = new ArrayList<>(current);
        more.add(made);
        partitions = List.copyOf(more);
        return made;
    }

    /** Drops partitions; waits for readers. The writer only. */
    void drop(List<Partition> dropped) throws RocksDBException {
        if (dropped.isEmpty()) {
            return;
        }
        lock.writeLock().lock();
        try {
            checkOpen();
            List<Partition> left = new ArrayList<>(partitions);
            left.removeAll(dropped);
            partitions = List.copyOf(left);
            for (Partition partition : dropped) {
                db.delete(meta, partition.countKey());
                db.dropColumnFamily(partition.events());
                db.dropColumnFamily(partition.indexes());
                partition.close();
            }
            flush(meta);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Decisions in a partition, as of the last commit. */
    long decisions(Partition partition) throws RocksDBException {
        byte[] value = db.get(meta, partition.countKey());
        return value == null ? 0 : ByteBuffer.wrap(value).getLong();
    }

    /** Waits for readers; the writer must have ended. */
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            release();
            options.close();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void release() {
        if (db != null) {
            partitions.forEach(Partition::close);
            partitions = List.of();
            meta.close();
            db.close();
            db = null;
        }
    }

    /** So that the log of writes, in which the same entries are, is not needed any more. */
    private void flush(ColumnFamilyHandle... families) throws RocksDBException {
        try (FlushOptions begin = new FlushOptions().setWaitForFlush(false)) {
            db.flush(begin, List.of(families));
        }
    }

    private Set<Partition.Name> existing() throws RocksDBException {
        Set<Partition.Name> names;
        try (Options none = new Options()) {
            names =
                    RocksDB.listColumnFamilies(none, context.directory().toString()).stream()
                            .filter(name -> !Arrays.equals(name, RocksDB.DEFAULT_COLUMN_FAMILY))
                            .map(Partition.Name::parse)
                            .collect(Collectors.toSet());
        }
        if (names.stream().anyMatch(name -> name.isOfEvents() && !names.contains(name.other()))) {
            throw new EvidenceException(
                    context.directory()
                            + ": is of an earlier version; delete it, and it is made anew of"
                            + " journal and decision records");
        }
        return names;
    }
}
