package dev.peregrine.gateway.evidence;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/** Takes parts of the store away. The writing thread only. */
final class PartitionCuts {
    private final EvidenceDatabase database;

    PartitionCuts(EvidenceDatabase database) {
        this.database = database;
    }

    /**
     * Drops partitions that hold nothing as young as a time.
     *
     * @param lastNs ingress time of the last event in the store, epoch nanoseconds
     * @return how many
     */
    int dropBefore(long oldestNs, long lastNs) {
        List<Partition> all = database.partitions();
        List<Partition> old = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            long newestNs = i + 1 < all.size() ? all.get(i + 1).firstNs() : lastNs;
            if (newestNs < oldestNs) {
                old.add(all.get(i));
            }
        }
        return drop(old);
    }

    /** Takes out what has a greater sequence. */
    void cutBehind(long sequence) {
        drop(database.partitions().stream().filter(p -> p.firstSequence() > sequence).toList());
        List<Partition> left = database.partitions();
        if (!left.isEmpty()) {
            deleteBehind(left.get(left.size() - 1), sequence);
        }
    }

    private int drop(List<Partition> partitions) {
        try {
            database.drop(partitions);
            return partitions.size();
        } catch (RocksDBException e) {
            throw new EvidenceException("evidence: cannot be deleted: " + e.getMessage(), e);
        }
    }

    private void deleteBehind(Partition partition, long sequence) {
        long decisions = 0;
        try (ReadOptions all = new ReadOptions().setTotalOrderSeek(true);
                WriteBatch batch = new WriteBatch();
                RocksIterator keys = database.db().newIterator(partition.indexes(), all)) {
            batch.deleteRange(
                    partition.events(),
                    EvidenceKeys.onHeap().event(0, sequence + 1).array(),
                    EvidenceKeys.onHeap().event(0, Long.MAX_VALUE).array());
            for (keys.seekToFirst(); keys.isValid(); keys.next()) {
                byte[] key = keys.key();
                if (EvidenceKeys.sequence(key) > sequence) {
                    batch.delete(partition.indexes(), key);
                } else if (key[0] == EvidenceKeys.BY_TIME) {
                    decisions++;
                }
            }
            keys.status();
            batch.put(
                    database.meta(),
                    partition.countKey(),
                    ByteBuffer.allocate(Long.BYTES).putLong(decisions).array());
            database.db().write(database.options().write(), batch);
        } catch (RocksDBException e) {
            throw new EvidenceException("evidence: cannot be cut: " + e.getMessage(), e);
        }
    }
}
