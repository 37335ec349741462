package dev.peregrine.replay.journal;

import dev.peregrine.protocol.codec.Durability;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An embedded archive with small buffers, and its directory's lock. */
final class TestHost implements AutoCloseable {
    static final int TERM_LENGTH = 256 * 1024;
    static final int SEGMENT_LENGTH = 512 * 1024;

    private final DataDirectoryLock lock;
    private final ArchiveHost host;
    private final List<String> failures = new CopyOnWriteArrayList<>();

    private TestHost(Path directory, int termLength, int segmentLength, Durability durability) {
        lock = DataDirectoryLock.acquire(directory);
        try {
            host =
                    ArchiveHost.launch(
                            new ArchiveHostContext()
                                    .directoryLock(lock)
                                    .durability(durability)
                                    .termLength(termLength)
                                    .segmentLength(segmentLength)
                                    .failureHandler((c, e) -> failures.add(c + ": " + e)));
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    static TestHost start(Path directory) {
        return start(directory, TERM_LENGTH, SEGMENT_LENGTH);
    }

    static TestHost start(Path directory, int termLength, int segmentLength) {
        return new TestHost(directory, termLength, segmentLength, Durability.RECORDED);
    }

    static TestHost start(Path directory, Durability durability) {
        return new TestHost(directory, TERM_LENGTH, SEGMENT_LENGTH, durability);
    }

    ArchiveHost host() {
        return host;
    }

    ArchiveLog openJournal() {
        ArchiveLog journal = ArchiveLog.open(ArchiveLogContext.journal(host));
        lock.settle();
        return journal;
    }

    /** As the only log there is. */
    ArchiveLog openSettledRecords() {
        ArchiveLog records = openRecords();
        lock.settle();
        return records;
    }

    ArchiveLog openRecords() {
        return ArchiveLog.open(ArchiveLogContext.records(host));
    }

    List<String> failures() {
        return failures;
    }

    @Override
    public void close() {
        host.close();
        lock.close();
    }
}
