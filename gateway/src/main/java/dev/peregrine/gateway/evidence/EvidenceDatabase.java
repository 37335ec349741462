package dev.peregrine.gateway.evidence;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
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
            for (byte[] name : existing()) {
                families.add(new ColumnFamilyDescriptor(name, options.partition()));
            }
            db =
                    RocksDB.open(
                            options.database(), context.directory().toString(), families, handles);
        } catch (RocksDBException e) {
            throw new EvidenceException(
                    context.directory() + ": cannot be opened: " + e.getMessage(), e);
        }
        meta = handles.get(0);
        List<Partition> found = new ArrayList<>();
        for (int i = 1; i < handles.size(); i++) {
            found.add(Partition.of(families.get(i).getName(), handles.get(i)));
        }
        found.sort(Comparator.comparingLong(Partition::firstSequence));
        partitions = List.copyOf(found);
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
            flush(last.handle(), meta);
        }
        byte[] name = Partition.name(place.sequence(), place.ingressTimeNs());
        Partition made =
                new Partition(
                        place.sequence(),
                        place.ingressTimeNs(),
                        db.createColumnFamily(
                                new ColumnFamilyDescriptor(name, options.partition())));
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
                db.dropColumnFamily(partition.handle());
                partition.handle().close();
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
            partitions.forEach(partition -> partition.handle().close());
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

    private List<byte[]> existing() throws RocksDBException {
        try (Options none = new Options()) {
            return RocksDB.listColumnFamilies(none, context.directory().toString()).stream()
                    .filter(name -> !java.util.Arrays.equals(name, RocksDB.DEFAULT_COLUMN_FAMILY))
                    .toList();
        }
    }
}
