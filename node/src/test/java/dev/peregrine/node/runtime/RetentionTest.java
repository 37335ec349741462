package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.replay.journal.ArchiveLog;
import dev.peregrine.replay.snapshot.SnapshotDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is deleted when it is old, and what stays however old it is. */
@Timeout(180)
class RetentionTest {
    private static final int MORE_THAN_A_START_READS = 70_000;

    @TempDir private Path directory;
    private CommandLineNode node;

    @BeforeEach
    void setUp() {
        node = new CommandLineNode(directory, "/retention-node.yaml");
    }

    @Test
    void shouldDeleteRecordsThatAreOldAndThatNoStartReads() {
        try (PeregrineNode running = node.start()) {
            node.pay(running, MORE_THAN_A_START_READS);
            assertThat(node.run("snapshot", "take")).as(node.errors()).isZero();
            node.pay(running, 10);
        }
        assertThat(applyOffline(-3_600)).isZero();
        long deleted = applyOffline(1);
        assertThat(deleted).isPositive();
        assertThat(applyOffline(1)).isZero();

        assertThat(node.run("replay", "--verify")).as(node.output() + node.errors()).isZero();
        try (PeregrineNode running = node.start()) {
            node.pay(running, 10);
        }
        assertThat(node.run("replay", "--verify")).as(node.output() + node.errors()).isZero();
    }

    @Test
    void shouldDeleteOldHistory() throws IOException {
        try (PeregrineNode running = node.start()) {
            node.pay(running, 1);
        }
        Path history = Files.createDirectories(node.data.resolve("history"));
        Path old = Files.writeString(history.resolve("journal-0-1.rec"), "old");
        Path young = Files.writeString(history.resolve("journal-1-1.rec"), "young");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(7_200)));

        long deleted = applyOffline(0);
        assertThat(deleted).isEqualTo(3);
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    private long applyOffline(long seconds) {
        return OfflineJournal.logs(node.config(), (journal, records) -> apply(records, seconds));
    }

    /** With an hour's retention, an hour and so many seconds after now. */
    private long apply(ArchiveLog records, long seconds) {
        NodeConfig.Retention config =
                new NodeConfig.Retention() {
                    @Override
                    public Duration records() {
                        return Duration.ofHours(1);
                    }

                    @Override
                    public Duration history() {
                        return Duration.ofHours(1);
                    }

                    @Override
                    public Duration evidence() {
                        return Duration.ofHours(1);
                    }
                };
        Instant now = Instant.now().plusSeconds(seconds == 0 ? 0 : 3_600 + seconds);
        return new Retention(
                        config,
                        records,
                        new SnapshotDirectory(node.data.resolve("snapshots")),
                        node.data.resolve("history"))
                .apply(now);
    }
}
