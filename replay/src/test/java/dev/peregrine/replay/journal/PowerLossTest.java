package dev.peregrine.replay.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.protocol.codec.Durability;
import dev.peregrine.replay.Records;
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

    private final Random random = new Random(20_261_125);
    private int lossy;

    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource(names = {"RECORDED", "SYNCED"})
    void shouldKeepWhatWasForcedAndSayWhatIsLost(Durability durability) throws IOException {
        for (int cycle = 0; cycle < CYCLES; cycle += CYCLES_OF_A_LOG) {
            Path live = Files.createDirectory(directory.resolve("live-" + cycle));
            try (TestHost host = TestHost.start(live, durability);
                    ArchiveLog journal = host.openJournal()) {
                journal.startAppending();
                List<Records.Entry> written = new ArrayList<>();
                for (int i = cycle; i < Math.min(CYCLES, cycle + CYCLES_OF_A_LOG); i++) {
                    loseAfterAppending(durability, live, journal, written, i);
                }
            }
        }
        assertThat(lossy > 0).isEqualTo(durability == Durability.RECORDED);
        System.out.printf(
                "%s: %d losses of power, of which %d cost acknowledged records%n",
                durability, CYCLES, lossy);
    }

    private void loseAfterAppending(
            Durability durability,
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
        long safe = durability == Durability.SYNCED ? acknowledged : forced;
        Path copy = copy(live, directory.resolve("copy-" + durability + "-" + cycle));
        loseUnforcedPages(copy, safe);

        List<Records.Entry> kept;
        try (TestHost host = TestHost.start(copy, durability);
                ArchiveLog opened = host.openJournal()) {
            assertThat(host.host().previousRun()).isEqualTo(PreviousRun.MACHINE_WENT_DOWN);
            assertThat(opened.mayHaveLost()).isEqualTo(durability == Durability.RECORDED);
            kept = Records.readAll(opened, 0);
            assertThat(kept).isEqualTo(written.subList(0, kept.size()));
            assertThat(kept.size()).isGreaterThanOrEqualTo(count(written, safe));
            lossy += kept.size() < count(written, acknowledged) ? 1 : 0;
            opened.startAppending();
            kept.addAll(Records.append(opened, 2, kept.size() + 1, 50, random));
        }
        try (TestHost host = TestHost.start(copy, durability);
                ArchiveLog opened = host.openJournal()) {
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

    private static Path copy(Path live, Path to) throws IOException {
        Files.createDirectories(to.resolve("archive"));
        try (Stream<Path> files = Files.list(live.resolve("archive"))) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve("archive").resolve(file.getFileName()));
            }
        }
        Path forced = live.resolve("forced-journal");
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
