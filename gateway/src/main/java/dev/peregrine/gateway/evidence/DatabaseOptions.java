package dev.peregrine.gateway.evidence;

import java.util.ArrayList;
import java.util.List;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactionOptionsUniversal;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteOptions;

/** RocksDB's settings: bounded memory, few files, no more than two threads in the background. */
final class DatabaseOptions implements AutoCloseable {
    private static final int BLOOM_BITS = 10;
    private static final int MAX_OPEN_FILES = 512;
    private static final long MAX_LOG_BYTES = 1 << 20;

    private final List<AbstractNativeReference> opened = new ArrayList<>();
    private final DBOptions database;
    private final ColumnFamilyOptions meta;
    private final ColumnFamilyOptions events;
    private final ColumnFamilyOptions indexes;
    private final ReadOptions read;
    private final WriteOptions write;

    DatabaseOptions(EvidenceContext context) {
        database =
                keep(new DBOptions())
                        .setCreateIfMissing(true)
                        .setMaxBackgroundJobs(2)
                        .setMaxOpenFiles(MAX_OPEN_FILES)
                        .setDbWriteBufferSize(context.writeBufferBytes())
                        .setMaxTotalWalSize(2 * context.writeBufferBytes())
                        .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                        .setMaxLogFileSize(MAX_LOG_BYTES)
                        .setKeepLogFileNum(2)
                        .setStatsDumpPeriodSec(0)
                        .setStatsPersistPeriodSec(0);
        meta = keep(new ColumnFamilyOptions());
        LRUCache cache = keep(new LRUCache(context.cacheBytes()));
        events =
                keep(new ColumnFamilyOptions())
                        .setWriteBufferSize(context.writeBufferBytes() / 2)
                        .setCompressionPerLevel(
                                List.of(
                                        CompressionType.NO_COMPRESSION,
                                        CompressionType.LZ4_COMPRESSION))
                        .setTableFormatConfig(table(cache));
        indexes =
                keep(new ColumnFamilyOptions())
                        .setWriteBufferSize(context.writeBufferBytes() / 2)
                        .setCompressionType(CompressionType.LZ4_COMPRESSION)
                        .setCompactionStyle(CompactionStyle.UNIVERSAL)
                        .setCompactionOptionsUniversal(
                                keep(new CompactionOptionsUniversal())
                                        .setMaxSizeAmplificationPercent(Integer.MAX_VALUE))
                        .setTableFormatConfig(
                                table(cache).setFilterPolicy(keep(new BloomFilter(BLOOM_BITS))));
        indexes.useFixedLengthPrefixExtractor(EvidenceKeys.PREFIX_LENGTH);
        read = keep(new ReadOptions()).setPrefixSameAsStart(true);
        write = keep(new WriteOptions());
    }

    DBOptions database() {
        return database;
    }

    /** Of the column family without a partition: where the store resumes. */
    ColumnFamilyOptions meta() {
        return meta;
    }

    /**
     * Of events, in whose order they are written: files that do not overlap are compressed when
     * they leave the first level, and moved from there on.
     */
    ColumnFamilyOptions events() {
        return events;
    }

    /**
     * Of notes and indexes. Nothing is ever written over, so files of like size are merged, each
     * entry a few times, rather than each level's with all of the next.
     */
    ColumnFamilyOptions indexes() {
        return indexes;
    }

    private static BlockBasedTableConfig table(LRUCache cache) {
        return new BlockBasedTableConfig().setBlockCache(cache).setCacheIndexAndFilterBlocks(true);
    }

    /** Within one prefix. */
    ReadOptions read() {
        return read;
    }

    WriteOptions write() {
        return write;
    }

    @Override
    public void close() {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private <T extends AbstractNativeReference> T keep(T option) {
        opened.add(option);
        return option;
    }
}
