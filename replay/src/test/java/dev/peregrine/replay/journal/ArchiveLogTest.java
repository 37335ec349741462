package dev.peregrine.replay.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.protocol.codec.Durability;
import dev.peregrine.replay.LogContractTest;
import dev.peregrine.replay.Records;
import dev.peregrine.scoring.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(180)
class ArchiveLogTest extends LogContractTest {
    @TempDir Path directory;
    private TestHost host;

    @Override
    protected Log create() {
        host = TestHost.start(directory);
        return host.openJournal();
    }

    @Override
    protected Log reopen(Log log) {
        log.close();
        host.close();
        return create();
    }

    @Override
    protected void destroy() {
        host.close();
        assertThat(host.failures()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"false, SYNCED", "true, SYNCED", "false, RECORDED", "true, RECORDED"})
    void shouldWriteTheEndAnewOnlyAfterAnEndInDisorder(boolean disorderly, Durability next)
            throws IOException {
        Path data = directory.resolve("synced");
        List<Records.Entry> written;
        try (TestHost synced = TestHost.start(data, Durability.SYNCED);
                ArchiveLog journal = synced.openJournal()) {
            journal.startAppending();
            written = Records.append(journal, 1, 1, 100, new Random(1));
            if (disorderly) {
                synced.host().endAsIfKilled();
            }
        }
        Path segment = data.resolve("archive").resolve("0-0.rec");
        FileTime longAgo = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(segment, longAgo);
        try (TestHost synced = TestHost.start(data, next);
                ArchiveLog journal = synced.openJournal()) {
            assertThat(Files.getLastModifiedTime(segment)).isEqualTo(longAgo);
            journal.force();
            assertThat(Files.getLastModifiedTime(segment).equals(longAgo)).isNotEqualTo(disorderly);
            assertThat(Records.readAll(journal, 0)).isEqualTo(written);
        }
    }

    @Test
    void shouldReadWhileItGrows() {
        log.startAppending();
        List<Records.Entry> written = Records.append(log, 1, 1, 500, new Random(5));
        Records.awaitDurable(log, written.get(499).endPosition());
        assertThat(Records.readAll(log, 0)).isEqualTo(written);

        written.addAll(Records.append(log, 1, 501, 500, new Random(6)));
        Records.awaitDurable(log, written.get(999).endPosition());
        assertThat(Records.readAll(log, 0)).isEqualTo(written);
    }

    @Test
    void shouldSpanTermsAndSegments() {
        log.startAppending();
        List<Records.Entry> written = Records.append(log, 1, 1, 8_000, new Random(5));
        assertThat(written.get(7_999).endPosition()).isGreaterThan(4 * TestHost.SEGMENT_LENGTH);

        log = reopen(log);

        assertThat(Records.readAll(log, 0)).isEqualTo(written);
        for (int sequence = 1; sequence <= 8_000; sequence += 333) {
            long position = log.positionBefore(sequence);
            assertThat(position).isLessThan(written.get(sequence - 1).endPosition());
            assertThat(written.get(sequence - 1).endPosition() - position)
                    .isLessThanOrEqualTo(TestHost.TERM_LENGTH);
        }
    }

    @Test
    void shouldTakeAwayWholeSegmentsFromItsBeginning() throws IOException {
        log.startAppending();
        List<Records.Entry> written = Records.append(log, 1, 1, 8_000, new Random(5));
        Records.awaitDurable(log, written.get(7_999).endPosition());
        ArchiveLog journal = (ArchiveLog) log;
        Path history = directory.resolve("history");

        assertThat(journal.trim(TestHost.SEGMENT_LENGTH - 1, Optional.of(history))).isZero();
        assertThat(journal.trim(2 * TestHost.SEGMENT_LENGTH + 1, Optional.of(history)))
                .isEqualTo(2 * TestHost.SEGMENT_LENGTH);
        assertThat(journal.startPosition()).isEqualTo(2 * TestHost.SEGMENT_LENGTH);
        assertThat(history).isDirectoryContaining("glob:**/journal-*.rec");
        try (Stream<Path> files = Files.list(history)) {
            assertThat(files).hasSize(2);
        }
        List<Records.Entry> kept =
                written.stream()
                        .filter(entry -> entry.endPosition() > 2 * TestHost.SEGMENT_LENGTH)
                        .toList();
        assertThat(Records.readAll(log, 0)).isEqualTo(kept);
        assertThat(log.positionBefore(1)).isEqualTo(2 * TestHost.SEGMENT_LENGTH);

        log = reopen(log);
        assertThat(Records.readAll(log, 0)).isEqualTo(kept);
        log.startAppending();
        written.addAll(Records.append(log, 2, 8_001, 100, new Random(6)));
        Records.awaitDurable(log, written.get(8_099).endPosition());
        assertThat(((ArchiveLog) log).trim(3 * TestHost.SEGMENT_LENGTH, Optional.empty()))
                .isEqualTo(TestHost.SEGMENT_LENGTH);
        assertThat(log.lastSequence()).isEqualTo(8_100);
    }
}
