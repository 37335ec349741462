package dev.peregrine.replay.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.replay.Records;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class LogTailTest {
    @TempDir private Path directory;
    private TestHost host;
    private ArchiveLog journal;
    private ArchiveLog records;

    @BeforeEach
    void setUp() {
        host = TestHost.start(directory);
        journal = host.openJournal();
        records = host.openRecords();
    }

    @AfterEach
    void tearDown() {
        records.close();
        journal.close();
        host.close();
        assertThat(host.failures()).isEmpty();
    }

    @Test
    void shouldFollowOverTermsAndSegmentsWhileTheLogGrows() {
        try (LogTail tail = journal.tail()) {
            assertThat(tail.next()).isFalse();
            journal.startAppending();
            assertThat(tail.next()).isFalse();
            List<Records.Entry> written = new ArrayList<>();
            List<Records.Entry> read = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                written.addAll(Records.append(journal, 1, 1 + 200 * i, 200, new Random(i)));
                read.addAll(readSome(tail));
            }
            Records.awaitDurable(journal, written.get(7_999).endPosition());
            read.addAll(readSome(tail));
            assertThat(written.get(7_999).endPosition()).isGreaterThan(4 * TestHost.SEGMENT_LENGTH);
            assertThat(read).isEqualTo(written);
        }
    }

    @Test
    void shouldBeginBehindASequence() {
        List<Records.Entry> written = write(journal, 3_000);
        try (LogTail tail = journal.tail()) {
            for (int sequence : new int[] {0, 1, 1_234, 2_999, 3_000}) {
                tail.seekBehind(sequence);
                assertThat(readSome(tail)).isEqualTo(written.subList(sequence, 3_000));
            }
        }
    }

    @Test
    void shouldGoOnWhereTheLogBeginsWhenItWasTrimmed() {
        List<Records.Entry> written = write(journal, 8_000);
        try (LogTail tail = journal.tail()) {
            assertThat(tail.next()).isTrue();
            journal.trim(3 * TestHost.SEGMENT_LENGTH, Optional.empty());
            List<Records.Entry> rest = readSome(tail);
            Records.Entry last = rest.get(rest.size() - 1);
            assertThat(last).isEqualTo(written.get(7_999));
            assertThat(rest)
                    .containsSubsequence(
                            written.stream()
                                    .filter(e -> e.endPosition() > 3 * TestHost.SEGMENT_LENGTH)
                                    .toList());
        }
    }

    @Test
    void shouldGiveEventsOnlyWhenTheirRecordsAreSettled() {
        write(journal, 10);
        records.startAppending();
        long end = 0;
        for (long sequence : new long[] {2, 3, 7}) {
            end = Records.append(records, 1, sequence, Records.messageOf(sequence)).endPosition();
        }
        Records.awaitDurable(records, end);
        try (SettledEvents events = new SettledEvents(journal, records)) {
            assertThat(read(events, 0)).isEmpty();
            assertThat(read(events, 2)).containsExactly("1", "2 with record");
            assertThat(read(events, 2)).isEmpty();
            assertThat(read(events, 8))
                    .containsExactly("3 with record", "4", "5", "6", "7 with record", "8");
            long more = Records.append(records, 1, 9, Records.messageOf(9)).endPosition();
            Records.awaitDurable(records, more);
            assertThat(read(events, Long.MAX_VALUE)).containsExactly("9 with record", "10");
            events.seekBehind(6);
            assertThat(read(events, Long.MAX_VALUE))
                    .containsExactly("7 with record", "8", "9 with record", "10");
        }
    }

    @Test
    void shouldSayWhichEventsAreOlderThanTheRecords() {
        write(journal, 8_000);
        write(records, 8_000);
        records.trim(2 * TestHost.SEGMENT_LENGTH, Optional.empty());
        try (SettledEvents events = new SettledEvents(journal, records)) {
            events.seekBehind(0);
            long kept = 0;
            while (events.next(Long.MAX_VALUE)) {
                assertThat(events.hasRecord()).isEqualTo(events.isRecordKept());
                kept += events.isRecordKept() ? 1 : 0;
            }
            assertThat(kept).isEqualTo(Records.readAll(records, 0).size()).isPositive();
        }
    }

    private static List<String> read(SettledEvents events, long settled) {
        List<String> read = new ArrayList<>();
        while (events.next(settled)) {
            assertThat(events.isRecordKept()).isTrue();
            read.add(events.event().sequence() + (events.hasRecord() ? " with record" : ""));
            if (events.hasRecord()) {
                assertThat(events.record().sequence()).isEqualTo(events.event().sequence());
            }
        }
        return read;
    }

    private static List<Records.Entry> write(ArchiveLog log, int count) {
        log.startAppending();
        List<Records.Entry> written = Records.append(log, 1, 1, count, new Random(5));
        Records.awaitDurable(log, written.get(count - 1).endPosition());
        return written;
    }

    private static List<Records.Entry> readSome(LogTail tail) {
        List<Records.Entry> read = new ArrayList<>();
        while (tail.next()) {
            byte[] message = new byte[tail.length()];
            tail.buffer().getBytes(tail.offset(), message);
            read.add(
                    new Records.Entry(
                            tail.endPosition(),
                            tail.epoch(),
                            tail.sequence(),
                            tail.ingressTimeNs(),
                            HexFormat.of().formatHex(message)));
        }
        return read;
    }
}
