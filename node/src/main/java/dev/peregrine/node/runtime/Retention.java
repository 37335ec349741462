package dev.peregrine.node.runtime;

import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.replay.journal.ArchiveLog;
import dev.peregrine.replay.recovery.Recovery;
import dev.peregrine.replay.snapshot.SnapshotDirectory;
import dev.peregrine.replay.snapshot.SnapshotFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Deletes what has become too old: decision records, as far as no start from a kept snapshot reads
 * them, and files of the journal's history. The snapshot thread. Blocks.
 */
final class Retention {
    private final NodeConfig.Retention config;
    private final ArchiveLog records;
    private final SnapshotDirectory snapshots;
    private final Path history;

    Retention(
            NodeConfig.Retention config,
            ArchiveLog records,
            SnapshotDirectory snapshots,
            Path history) {
        this.config = config;
        this.records = records;
        this.snapshots = snapshots;
        this.history = history;
    }

    /** Deletes; returns the bytes. */
    long apply(Instant now) {
        return deleteRecords(now) + deleteHistory(now);
    }

    private long deleteRecords(Instant now) {
        List<SnapshotFile> kept = snapshots.list();
        if (config.records().isZero() || kept.isEmpty()) {
            return 0;
        }
        Instant oldest = now.minus(config.records());
        long byAge =
                records.positionBeforeTime(
                        oldest.getEpochSecond() * 1_000_000_000L + oldest.getNano());
        long needed =
                records.positionBefore(
                        Recovery.firstRecordRead(kept.get(kept.size() - 1).sequence()));
        return records.trim(Math.min(byAge, needed), Optional.empty());
    }

    private long deleteHistory(Instant now) {
        if (config.history().isZero() || !Files.isDirectory(history)) {
            return 0;
        }
        long deleted = 0;
        try (Stream<Path> files = Files.list(history)) {
            for (Path file : files.toList()) {
                if (isOlder(file, now, config.history())) {
                    deleted += Files.size(file);
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(history + ": " + e.getMessage(), e);
        }
        return deleted;
    }

    private static boolean isOlder(Path file, Instant now, Duration age) throws IOException {
        return Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(age));
    }
}
