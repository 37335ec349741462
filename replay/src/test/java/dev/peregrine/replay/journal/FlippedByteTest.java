package dev.peregrine.replay.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.replay.Records;
import dev.peregrine.scoring.log.LogException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every byte of a small journal, changed in turn: noticed, or without an effect on any record. */
@Timeout(120)
class FlippedByteTest {
    private static final int RECORDS = 40;

    private final Random random = new Random(7);

    @TempDir Path directory;

    @Test
    void shouldNoticeAnyFlippedByteOrReadTheSame() throws IOException {
        List<Records.Entry> written;
        Recording recording;
        try (TestHost host = TestHost.start(directory);
                ArchiveLog journal = host.openJournal()) {
            journal.startAppending();
            written = Records.append(journal, 1, 1, RECORDS, random);
            Records.awaitDurable(journal, written.get(RECORDS - 1).endPosition());
            journal.close();
            try (ArchiveSession session = host.host().connect()) {
                recording =
                        Recording.find(
                                        session.archive(),
                                        "journal",
                                        ArchiveLogContext.JOURNAL_STREAM_ID)
                                .orElseThrow();
            }
        }
        Path archive = directory.resolve("archive");
        int noticed = 0;
        try (RandomAccessFile file =
                new RandomAccessFile(archive.resolve(recording.id() + "-0.rec").toFile(), "rw")) {
            for (long at = 0; at < recording.stopPosition(); at++) {
                file.seek(at);
                int before = file.read();
                file.seek(at);
                file.write(before ^ (1 + random.nextInt(255)));
                try {
                    assertThat(read(archive, recording)).as("byte %d", at).isEqualTo(written);
                } catch (LogException e) {
                    noticed++;
                }
                file.seek(at);
                file.write(before);
            }
        }
        assertThat(read(archive, recording)).isEqualTo(written);
        assertThat(noticed).isGreaterThan((int) (recording.stopPosition() * 4 / 5));
    }

    private static List<Records.Entry> read(Path archive, Recording recording) {
        List<Records.Entry> records = new ArrayList<>();
        try (LogReading reading =
                new LogReading(
                        "journal",
                        LogOrder.CONSECUTIVE,
                        recording,
                        new SegmentCursor(archive, recording),
                        recording.stopPosition())) {
            reading.read(
                    0,
                    (end, epoch, sequence, time, buffer, offset, length) -> {
                        byte[] message = new byte[length];
                        buffer.getBytes(offset, message);
                        records.add(
                                new Records.Entry(
                                        end,
                                        epoch,
                                        sequence,
                                        time,
                                        HexFormat.of().formatHex(message)));
                        return true;
                    });
        }
        return records;
    }
}
