package dev.peregrine.replay.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.protocol.codec.Durability;
import dev.peregrine.replay.Records;
import dev.peregrine.scoring.log.LogException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The machine goes down under a log that is being written: of what was not forced to the disk, any
 * page may be as it was before, or garbage. {@code -Dperegrine.test.power-losses=N} for more.
 */
@Timeout(1_800)
class PowerLossTest {
    private static final int CYCLES = Integer.getInteger("peregrine.test.power-losses", 8);
    private static final int CYCLES_OF_A_LOG = 8;
    private static final int PAGE = 4_096;
    private static final int BLOCK = 1 << 20;
    private static final String JOURNAL = "journal";

    /** Where the message of a term's first record lies, behind header and envelope. */
    private static final int FIRST_RECORD = 32 + Envelope.LENGTH + 1;

    private final Random random = new Random(20_261_125);
    private int lossy;

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({"RECORDED, journal", "SYNCED, journal", "SYNCED, records"})
    void shouldKeepWhatWasForcedAndSayWhatIsLost(Durability durability, String log)
            throws IOException {
        boolean all = durability == Durability.SYNCED && log.equals(JOURNAL);
        for (int cycle = 0; cycle < CYCLES; cycle += CYCLES_OF_A_LOG) {
            Path live = Files.createDirectory(directory.resolve("live-" + cycle));
            try (TestHost host = TestHost.start(live, durability);
                    ArchiveLog journal = open(host, log)) {
                journal.startAppending();
                List<Records.Entry> written = new ArrayList<>();
                for (int i = cycle; i < Math.min(CYCLES, cycle + CYCLES_OF_A_LOG); i++) {
                    loseAfterAppending(durability, all, live, journal, written, i);
                }
            }
        }
        assertThat(lossy > 0).isNotEqualTo(all);
        System.out.printf(
                "%s, %s: %d losses of power, of which %d cost records that could be read%n",
                durability, log, CYCLES, lossy);
    }

    private void loseAfterAppending(
            Durability durability,
            boolean all,
            Path live,
            ArchiveLog journal,
            List<Records.Entry> written,
            int cycle)
            throws IOException {
        append(journal, written, 1 + random.nextInt(600));
        Records.awaitDurable(journal, written.get(written.size() - 1).endPosition());
        journal.force();
        long forced = journal.durablePosition();
        append(journal, written, 1 + random.nextInt(1_500));
        long acknowledged = journal.durablePosition();
        long safe = all ? acknowledged : forced;
        String log = journal.name();
        Path copy = copy(live, directory.resolve("copy-" + cycle), log);
        loseUnforcedPages(copy, safe);

        List<Records.Entry> kept;
        try (TestHost host = TestHost.start(copy, durability);
                ArchiveLog opened = open(host, log)) {
            assertThat(host.host().previousRun()).isEqualTo(PreviousRun.MACHINE_WENT_DOWN);
            assertThat(opened.mayHaveLost()).isNotEqualTo(all);
            kept = Records.readAll(opened, 0);
            assertThat(kept).isEqualTo(written.subList(0, kept.size()));
            assertThat(kept.size()).isGreaterThanOrEqualTo(count(written, safe));
            lossy += kept.size() < count(written, acknowledged) ? 1 : 0;
            opened.startAppending();
            kept.addAll(Records.append(opened, 2, kept.size() + 1, 50, random));
        }
        try (TestHost host = TestHost.start(copy, durability);
                ArchiveLog opened = open(host, log)) {
            assertThat(opened.tornTail()).isEmpty();
            assertThat(Records.readAll(opened, 0)).isEqualTo(kept);
        }
    }

    private void append(ArchiveLog journal, List<Records.Entry> written, int count) {
        written.addAll(Records.append(journal, 1, written.size() + 1, count, random));
    }

    private static int count(List<Records.Entry> written, long upTo) {
        return (int) written.stream().filter(entry -> entry.endPosition() <= upTo).count();
    }

    @ParameterizedTest
    @EnumSource(names = {"RECORDED", "SYNCED"})
    void shouldRefuseDamageOfWhatWasForced(Durability durability) throws IOException {
        Path live = Files.createDirectory(directory.resolve("live"));
        Path copy;
        try (TestHost host = TestHost.start(live, durability);
                ArchiveLog journal = host.openJournal()) {
            journal.startAppending();
            List<Records.Entry> written = new ArrayList<>();
            append(journal, written, 12_000);
            Records.awaitDurable(journal, written.get(written.size() - 1).endPosition());
            journal.force();
            long forced = journal.durablePosition();
            assertThat(forced).isGreaterThan(TestHost.SEGMENT_LENGTH + 2L * BLOCK);
            append(journal, written, 100);
            Records.awaitDurable(journal, written.get(written.size() - 1).endPosition());
            copy = copy(live, directory.resolve("copy"), JOURNAL);
            long safe = Math.min(forced, journal.durablePosition() - BLOCK);
            flip(copy, safe - safe % TestHost.TERM_LENGTH + FIRST_RECORD);
        }
        try (TestHost host = TestHost.start(copy, durability)) {
            assertThatThrownBy(host::openJournal)
                    .isInstanceOf(LogException.class)
                    .hasMessageContaining("damaged at position");
        }
    }

    /** Flips a bit of the journal, the only log there is. */
    private static void flip(Path copy, long position) throws IOException {
        long base = position - position % TestHost.SEGMENT_LENGTH;
        Path segment = copy.resolve("archive").resolve("0-" + base + ".rec");
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(position - base);
            int value = file.read();
            file.seek(position - base);
            file.write(value ^ 1);
        }
    }

    private static ArchiveLog open(TestHost host, String log) {
        return log.equals(JOURNAL) ? host.openJournal() : host.openSettledRecords();
    }

    private static Path copy(Path live, Path to, String log) throws IOException {
        Files.createDirectories(to.resolve("archive"));
        try (Stream<Path> files = Files.list(live.resolve("archive"))) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve("archive").resolve(file.getFileName()));
            }
        }
        Path forced = live.resolve("forced-" + log);
        Files.copy(forced, to.resolve(forced.getFileName()));
        Files.writeString(to.resolve(DataDirectoryLock.FILE_NAME), "1 another-boot");
        return to;
    }

    /** Each page behind a position stays, or is as it was before, or is garbage now and then. */
    private void loseUnforcedPages(Path copy, long safe) throws IOException {
        int lostPerMille = random.nextInt(500);
        try (Stream<Path> files = Files.list(copy.resolve("archive"))) {
            for (Path path : files.filter(f -> f.toString().endsWith(".rec")).sorted().toList()) {
                String name = path.getFileName().toString();
                long base =
                        Long.parseLong(name.substring(name.indexOf('-') + 1, name.length() - 4));
                try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                    long from = Math.max(0, safe - base);
                    while (from < file.length()) {
                        long to = Math.min(file.length(), (from / PAGE + 1) * PAGE);
                        if (random.nextInt(1_000) < lostPerMille) {
                            byte[] page = new byte[(int) (to - from)];
                            if (random.nextInt(20) == 0) {
                                random.nextBytes(page);
                            }
                            file.seek(from);
                            file.write(page);
                        }
                        from = to;
                    }
                }
            }
        }
    }
}
