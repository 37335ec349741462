package dev.peregrine.replay.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.replay.Records;
import dev.peregrine.scoring.log.LogException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damage on the disk, after a death and after an orderly end. */
@Timeout(180)
class DamagedLogTest {
    private static final int PAGE = 4096;
    private static final int FRAME_HEADER = 32;
    private static final int TERM_LENGTH = 2 * 1024 * 1024;
    private static final int SEGMENT_LENGTH = 4 * 1024 * 1024;

    @TempDir Path live;
    @TempDir Path copy;
    private List<Records.Entry> written;

    @Test
    void shouldCutOffATornTail() throws Exception {
        appendAndCopyAsIfKilled(6_000, false);
        Records.Entry last = written.get(written.size() - 1);
        long start = written.get(written.size() - 2).endPosition();
        zero(start + FRAME_HEADER + Envelope.LENGTH + 8, last.endPosition());

        try (TestHost host = start();
                ArchiveLog journal = host.openJournal()) {
            TornTail torn = journal.tornTail().orElseThrow();
            assertThat(torn.position()).isEqualTo(start);
            assertThat(torn.lostBytes()).isEqualTo(last.endPosition() - start);
            written.remove(written.size() - 1);
            assertThat(Records.readAll(journal, 0)).isEqualTo(written);

            journal.startAppending();
            written.addAll(Records.append(journal, 2, written.size() + 1, 100, new Random(5)));
            Records.awaitDurable(journal, written.get(written.size() - 1).endPosition());
            assertThat(Records.readAll(journal, 0)).isEqualTo(written);
        }
    }

    @Test
    void shouldStartWhenTheTornRecordSpansPages() throws Exception {
        appendAndCopyAsIfKilled(6_000, true);
        Records.Entry last = written.get(written.size() - 1);
        zero((last.endPosition() - 1) / PAGE * PAGE, last.endPosition());

        try (TestHost host = start();
                ArchiveLog journal = host.openJournal()) {
            written.remove(written.size() - 1);
            assertThat(Records.readAll(journal, 0)).isEqualTo(written);
            assertThat(host.failures()).isEmpty();
        }
    }

    @Test
    void shouldKeepAnIntactRecordThatSpansPagesAndEndsInZeros() throws Exception {
        try (TestHost host = TestHost.start(live, TERM_LENGTH, SEGMENT_LENGTH);
                ArchiveLog journal = host.openJournal()) {
            journal.startAppending();
            written = new ArrayList<>();
            int length = PAGE - 2 * FRAME_HEADER - Envelope.LENGTH;
            written.add(Records.append(journal, 1, 1, length, (byte) 7));
            byte[] message = new byte[300];
            message[0] = 1;
            written.add(Records.append(journal, 1, 2, message));
            copyArchive(journal);
        }

        try (TestHost host = start();
                ArchiveLog journal = host.openJournal()) {
            assertThat(Records.readAll(journal, 0)).isEqualTo(written);
            assertThat(journal.tornTail()).isEmpty();
        }
    }

    @Test
    void shouldNameTheDamageWhenItReads() throws Exception {
        appendAndCopyAsIfKilled(14_000, false);
        Records.Entry damaged = written.get(200);
        flip(damaged.endPosition() - 40);

        try (TestHost host = start();
                ArchiveLog journal = host.openJournal()) {
            assertThatThrownBy(() -> Records.readAll(journal, 0))
                    .isInstanceOf(LogException.class)
                    .hasMessageContaining("journal: ")
                    .hasMessageContaining("position " + damaged.endPosition())
                    .hasMessageContaining("checksum does not match")
                    .hasMessageContaining("expected 0x")
                    .hasMessageContaining("found 0x");
        }
    }

    @Test
    void shouldRefuseDamageBeforeTheLastBlock() throws Exception {
        appendAndCopyAsIfKilled(6_000, false);
        flip(written.get(200).endPosition() - 40);

        try (TestHost host = start()) {
            assertThatThrownBy(host::openJournal)
                    .isInstanceOf(LogException.class)
                    .hasMessageContaining("damaged at position " + written.get(199).endPosition());
        }
    }

    @Test
    void shouldRefuseADamagedEndAfterAnOrderlyEnd() throws Exception {
        try (TestHost host = TestHost.start(copy, TERM_LENGTH, SEGMENT_LENGTH);
                ArchiveLog journal = host.openJournal()) {
            journal.startAppending();
            written = Records.append(journal, 1, 1, 50, new Random(2));
        }
        flip(written.get(49).endPosition() - 40);

        try (TestHost host = start()) {
            assertThatThrownBy(host::openJournal)
                    .isInstanceOf(LogException.class)
                    .hasMessageContaining("although it was closed in order");
        }
    }

    @Test
    void shouldRefuseAHoleInsteadOfHanging() throws Exception {
        appendAndCopyAsIfKilled(14_000, false);
        zero(written.get(100).endPosition(), written.get(130).endPosition());

        try (TestHost host = start();
                ArchiveLog journal = host.openJournal()) {
            assertThatThrownBy(() -> Records.readAll(journal, 0))
                    .isInstanceOf(LogException.class)
                    .hasMessageContaining("journal: ")
                    .hasMessageContaining("position");
        }
    }

    @Test
    void shouldRefuseRecordsFarBehindAHole() throws Exception {
        appendAndCopyAsIfKilled(6_000, false);
        long start = written.get(100).endPosition();
        zero(start, written.get(130).endPosition());

        try (TestHost host = start()) {
            assertThatThrownBy(host::openJournal)
                    .isInstanceOf(LogException.class)
                    .hasMessageContaining("damaged at position " + start)
                    .hasMessageContaining("records behind a hole");
        }
    }

    @Test
    void shouldEraseRecordsBehindAHoleInTheLastBlock() throws Exception {
        appendAndCopyAsIfKilled(6_000, false);
        int kept = written.size() - 100;
        long start = written.get(kept - 1).endPosition();
        zero(start, written.get(kept + 9).endPosition());

        for (int run = 0; run < 2; run++) {
            try (TestHost host = start();
                    ArchiveLog journal = host.openJournal()) {
                assertThat(journal.tornTail().isPresent()).isEqualTo(run == 0);
                assertThat(journal.durablePosition()).isEqualTo(start);
                assertThat(Records.readAll(journal, 0)).isEqualTo(written.subList(0, kept));
            }
        }
        assertThat(Residue.find(copy.resolve("archive"), recordingThatEndsAt(start))).isZero();
    }

    @Test
    void shouldNoticeARecordTooMany() throws Exception {
        try (TestHost host = start();
                ArchiveLog journal = host.openJournal()) {
            journal.startAppending();
            Records.append(journal, 1, 1, 300, (byte) 1);
            Records.append(journal, 1, 3, 300, (byte) 1);
        }
        try (TestHost host = start();
                ArchiveLog journal = host.openJournal()) {
            assertThatThrownBy(() -> Records.readAll(journal, 0))
                    .isInstanceOf(LogException.class)
                    .hasMessageContaining("expected sequence 2, found 3");
        }
    }

    private static Recording recordingThatEndsAt(long position) {
        return new Recording(0, 0, position, 0, 0, TERM_LENGTH, SEGMENT_LENGTH, 8192, 2001);
    }

    private TestHost start() {
        return TestHost.start(copy, TERM_LENGTH, SEGMENT_LENGTH);
    }

    private void appendAndCopyAsIfKilled(int count, boolean lastSpansPages) throws Exception {
        try (TestHost host = TestHost.start(live, TERM_LENGTH, SEGMENT_LENGTH);
                ArchiveLog journal = host.openJournal()) {
            journal.startAppending();
            Random random = new Random(9);
            written = Records.append(journal, 1, 1, count, random);
            while (spansPages() != lastSpansPages) {
                written.addAll(Records.append(journal, 1, written.size() + 1, 1, random));
            }
            copyArchive(journal);
        }
    }

    private boolean spansPages() {
        long start = written.get(written.size() - 2).endPosition();
        return start / PAGE != (written.get(written.size() - 1).endPosition() - 1) / PAGE;
    }

    private void copyArchive(ArchiveLog journal) throws IOException {
        Records.awaitDurable(journal, written.get(written.size() - 1).endPosition());
        Path to = Files.createDirectories(copy.resolve("archive"));
        try (Stream<Path> files = Files.list(live.resolve("archive"))) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private void zero(long from, long to) throws IOException {
        try (RandomAccessFile file = segment(from)) {
            file.seek(from % SEGMENT_LENGTH);
            file.write(new byte[(int) (to - from)]);
        }
    }

    private void flip(long position) throws IOException {
        try (RandomAccessFile file = segment(position)) {
            file.seek(position % SEGMENT_LENGTH);
            int before = file.read();
            file.seek(position % SEGMENT_LENGTH);
            file.write(before ^ 1);
        }
    }

    private RandomAccessFile segment(long position) throws IOException {
        long base = position / SEGMENT_LENGTH * SEGMENT_LENGTH;
        try (Stream<Path> files = Files.list(copy.resolve("archive"))) {
            Optional<Path> segment =
                    files.filter(f -> f.toString().endsWith("-" + base + ".rec")).findFirst();
            return new RandomAccessFile(segment.orElseThrow().toFile(), "rw");
        }
    }
}
