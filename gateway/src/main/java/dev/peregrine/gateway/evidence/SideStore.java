package dev.peregrine.gateway.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.TtlDB;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Keeps what was found beside the engine, by tenant and event id, and one summary, in a RocksDB of
 * its own. What is older than the retention goes when RocksDB rewrites its files. A commit is there
 * as a whole or not at all, and survives the process; a loss of power may take the latest ones.
 *
 * <p>One thread writes; any may {@link #find}. Blocks on the disk.
 */
public final class SideStore implements SideSource, AutoCloseable {
    private static final byte[] SUMMARY = {0};
    private static final byte RECORD = 1;
    private static final int WRITE_BUFFER_BYTES = 8 << 20;
    private static final long MAX_LOG_BYTES = 1 << 20;

    private final Path directory;
    private final int retentionSeconds;
    private final Options options;
    private final WriteOptions write;
    private final WriteBatch batch;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private TtlDB db;

    private SideStore(Path directory, long retentionNs) {
        this.directory = directory;
        long seconds = TimeUnit.NANOSECONDS.toSeconds(retentionNs);
        retentionSeconds = (int) Math.min(Integer.MAX_VALUE, seconds);
        NativeLibrary.load(directory);
        write = new WriteOptions();
        batch = new WriteBatch();
        options =
                new Options()
                        .setCreateIfMissing(true)
                        .setWriteBufferSize(WRITE_BUFFER_BYTES)
                        .setMaxBackgroundJobs(2)
                        .setMaxOpenFiles(128)
                        .setCompressionType(CompressionType.LZ4_COMPRESSION)
                        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                        .setMaxLogFileSize(MAX_LOG_BYTES)
                        .setKeepLogFileNum(2)
                        .setStatsDumpPeriodSec(0)
                        .setStatsPersistPeriodSec(0);
        open();
    }

    /**
     * Opens a store, or makes a new one.
     *
     * @param retentionNs how long records are kept, in nanoseconds; 0 for ever
     * @throws EvidenceException when it is damaged or in use
     */
    public static SideStore open(Path directory, long retentionNs) {
        return new SideStore(directory, retentionNs);
    }

    @Override
    public Optional<byte[]> find(int tenantId, String eventId) {
        return get(key(tenantId, eventId));
    }

    /** The summary committed last; empty for none. */
    public Optional<byte[]> summary() {
        return get(SUMMARY);
    }

    /** Adds a record to the next commit. */
    public void put(int tenantId, String eventId, byte[] json) {
        try {
            batch.put(key(tenantId, eventId), json);
        } catch (RocksDBException e) {
            throw failure("be written", e);
        }
    }

    /** Writes what was put, and the summary. What was put is gone then, also when it fails. */
    public void commit(byte[] summary) {
        try {
            batch.put(SUMMARY, summary);
            db.write(write, batch);
        } catch (RocksDBException e) {
            throw failure("be written", e);
        } finally {
            batch.clear();
        }
    }

    /** Forgets everything. */
    public void clear() {
        lock.writeLock().lock();
        try {
            db.close();
            RocksDB.destroyDB(directory.toString(), options);
            open();
        } catch (RocksDBException e) {
            throw failure("be cleared", e);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Waits for readers. */
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (db != null) {
                db.close();
                db = null;
                batch.close();
                write.close();
                options.close();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void open() {
        try {
            db = TtlDB.open(options, directory.toString(), retentionSeconds, false);
        } catch (RocksDBException e) {
            throw failure("be opened", e);
        }
    }

    private Optional<byte[]> get(byte[] key) {
        lock.readLock().lock();
        try {
            if (db == null) {
                throw new EvidenceException(directory + ": is closed");
            }
            return Optional.ofNullable(db.get(key));
        } catch (RocksDBException e) {
            throw failure("be read", e);
        } finally {
            lock.readLock().unlock();
        }
    }

    private static byte[] key(int tenantId, String eventId) {
        byte[] id = eventId.getBytes(UTF_8);
        return ByteBuffer.allocate(1 + Integer.BYTES + id.length)
                .put(RECORD)
                .putInt(tenantId)
                .put(id)
                .array();
    }

    private EvidenceException failure(String what, RocksDBException cause) {
        return new EvidenceException(
                directory + ": cannot " + what + ": " + cause.getMessage(), cause);
    }
}
