package dev.peregrine.gateway.evidence;

import java.nio.file.Path;
import java.time.Duration;

/** Configuration of an {@link EvidenceStore}. Not thread-safe; not to be changed afterwards. */
public final class EvidenceContext {
    private static final int PARTITIONS = 32;
    private static final long MIN_PARTITION_NS = Duration.ofSeconds(1).toNanos();
    private static final long MAX_PARTITION_NS = Duration.ofDays(30).toNanos();

    private Path directory;
    private long retentionNs;
    private long cacheBytes = 64 << 20;
    private long writeBufferBytes = 32 << 20;
    private long partitionNs;

    /** Fills defaults and checks ranges, once, before the store is opened. */
    EvidenceContext conclude() {
        if (directory == null) {
            throw new EvidenceException("evidence: no directory");
        }
        if (retentionNs < 0 || cacheBytes < 1 || writeBufferBytes < 1) {
            throw new EvidenceException("evidence: retention or a size is out of range");
        }
        long share = retentionNs == 0 ? MAX_PARTITION_NS : retentionNs / PARTITIONS;
        partitionNs = Math.min(MAX_PARTITION_NS, Math.max(MIN_PARTITION_NS, share));
        return this;
    }

    /** Directory of the store, made if it is not there. Required. */
    public EvidenceContext directory(Path value) {
        directory = value;
        return this;
    }

    Path directory() {
        return directory;
    }

    /**
     * How long what came is kept, in nanoseconds; 0 for ever. It goes at the latest a 32nd of that
     * later. Default: 0.
     */
    public EvidenceContext retentionNs(long value) {
        retentionNs = value;
        return this;
    }

    long retentionNs() {
        return retentionNs;
    }

    /** Memory for blocks, indexes and filters that are read, outside the heap. Default: 64 MiB. */
    public EvidenceContext cacheBytes(long value) {
        cacheBytes = value;
        return this;
    }

    long cacheBytes() {
        return cacheBytes;
    }

    /** Memory for what is not yet in files, outside the heap. Default: 32 MiB. */
    public EvidenceContext writeBufferBytes(long value) {
        writeBufferBytes = value;
        return this;
    }

    long writeBufferBytes() {
        return writeBufferBytes;
    }

    /** Span of ingress time that goes at once, in nanoseconds. */
    long partitionNs() {
        return partitionNs;
    }
}
