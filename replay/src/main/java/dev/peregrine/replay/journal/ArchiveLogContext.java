package dev.peregrine.replay.journal;

import java.util.concurrent.TimeUnit;

/** What a log needs to know. Concluded by {@link ArchiveLog#open}. */
public final class ArchiveLogContext {
    /** Stream of the journal. */
    public static final int JOURNAL_STREAM_ID = 2001;

    /** Stream of the decision records. */
    public static final int RECORDS_STREAM_ID = 2002;

    private ArchiveHost host;
    private String name;
    private int streamId;
    private LogOrder order;
    private boolean isForced = true;
    private int termLength;
    private int mtuLength = 8192;
    private long startTimeoutNs = TimeUnit.SECONDS.toNanos(10);

    /** The journal of a host: consecutive sequences. */
    public static ArchiveLogContext journal(ArchiveHost host) {
        return new ArchiveLogContext()
                .host(host)
                .name("journal")
                .streamId(JOURNAL_STREAM_ID)
                .order(LogOrder.CONSECUTIVE);
    }

    /**
     * The decision records of a host: ascending sequences. Recorded whatever the host's durability:
     * what is lost of them is made again from the journal.
     */
    public static ArchiveLogContext records(ArchiveHost host) {
        return new ArchiveLogContext()
                .host(host)
                .name("records")
                .streamId(RECORDS_STREAM_ID)
                .order(LogOrder.ASCENDING)
                .isForced(false);
    }

    public ArchiveLogContext host(ArchiveHost host) {
        this.host = host;
        return this;
    }

    /** Name for operators. */
    public ArchiveLogContext name(String name) {
        this.name = name;
        return this;
    }

    /** Stream on ipc; names the log in the archive. */
    public ArchiveLogContext streamId(int streamId) {
        this.streamId = streamId;
        return this;
    }

    public ArchiveLogContext order(LogOrder order) {
        this.order = order;
        return this;
    }

    /** Whether it is as durable as its host says; else it is recorded. Default: true. */
    public ArchiveLogContext isForced(boolean isForced) {
        this.isForced = isForced;
        return this;
    }

    /**
     * Length of a term in bytes, a power of two; the log takes three in shared memory. Only for a
     * new log: an old one keeps its own. Default: the host's.
     */
    public ArchiveLogContext termLength(int termLength) {
        this.termLength = termLength;
        return this;
    }

    /**
     * Greatest length of a frame in bytes, a multiple of 32 below 64 KiB. Longer records are
     * fragmented. Only for a new log. Default 8192.
     */
    public ArchiveLogContext mtuLength(int mtuLength) {
        this.mtuLength = mtuLength;
        return this;
    }

    /** How long the archive may take to begin and to end recording. Default 10 s. */
    public ArchiveLogContext startTimeoutNs(long startTimeoutNs) {
        this.startTimeoutNs = startTimeoutNs;
        return this;
    }

    ArchiveHost host() {
        return host;
    }

    String name() {
        return name;
    }

    int streamId() {
        return streamId;
    }

    LogOrder order() {
        return order;
    }

    boolean isForced() {
        return isForced;
    }

    int termLength() {
        return termLength;
    }

    int mtuLength() {
        return mtuLength;
    }

    long startTimeoutNs() {
        return startTimeoutNs;
    }

    void conclude() {
        if (host == null || name == null || order == null || streamId == 0) {
            throw new IllegalArgumentException("a log needs host, name, order and stream");
        }
        if (termLength == 0) {
            termLength = host.termLength();
        }
    }
}
