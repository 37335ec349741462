package dev.peregrine.replay.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.protocol.codec.Durability;
import dev.peregrine.replay.Records;
import dev.peregrine.scoring.log.Log;
import dev.peregrine.scoring.log.LogException;
import dev.peregrine.testing.Allocations;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.agrona.collections.MutableLong;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ArchiveHostTest {
    @TempDir Path directory;

    @Test
    void shouldOpenNoSocket() throws Exception {
        List<String> before = sockets();
        try (TestHost host = TestHost.start(directory);
                ArchiveLog journal = host.openJournal();
                ArchiveLog records = host.openRecords()) {
            journal.startAppending();
            records.startAppending();
            Records.Entry last = Records.append(journal, 1, 1, 300, (byte) 1);
            Records.awaitDurable(journal, last.endPosition());
            assertThat(Records.readAll(journal, 0)).hasSize(1);

            assertThat(sockets()).isEqualTo(before);
        }
    }

    @Test
    void shouldRefuseADirectoryInUse() {
        try (TestHost host = TestHost.start(directory)) {
            assertThatThrownBy(() -> TestHost.start(directory))
                    .isInstanceOf(DirectoryInUseException.class)
                    .hasMessage(
                            "data directory "
                                    + directory
                                    + " is in use by process "
                                    + ProcessHandle.current().pid());
            assertThat(host.failures()).isEmpty();
        }
    }

    @Test
    void shouldLetTwoNodesRunSideBySide(@TempDir Path other) {
        try (TestHost one = TestHost.start(directory);
                TestHost two = TestHost.start(other);
                ArchiveLog a = one.openJournal();
                ArchiveLog b = two.openJournal()) {
            assertThat(one.host().aeronDirectoryName())
                    .isNotEqualTo(two.host().aeronDirectoryName());
            a.startAppending();
            b.startAppending();
            List<Records.Entry> toA = Records.append(a, 1, 1, 100, new Random(1));
            List<Records.Entry> toB = Records.append(b, 1, 1, 100, new Random(2));
            Records.awaitDurable(a, toA.get(99).endPosition());
            Records.awaitDurable(b, toB.get(99).endPosition());
            assertThat(Records.readAll(a, 0)).isEqualTo(toA);
            assertThat(Records.readAll(b, 0)).isEqualTo(toB);
        }
    }

    @Test
    void shouldRunOnAnExternalDriver(@TempDir Path driverDirectory) {
        MediaDriver.Context driver =
                new MediaDriver.Context()
                        .aeronDirectoryName(driverDirectory.resolve("driver").toString())
                        .threadingMode(ThreadingMode.SHARED)
                        .dirDeleteOnShutdown(true);
        try (MediaDriver external = MediaDriver.launch(driver);
                DataDirectoryLock lock = DataDirectoryLock.acquire(directory);
                ArchiveHost host =
                        ArchiveHost.launch(
                                context(lock)
                                        .durability(Durability.SYNCED)
                                        .externalAeronDirectory(
                                                Path.of(external.aeronDirectoryName())));
                ArchiveLog journal = ArchiveLog.open(ArchiveLogContext.journal(host))) {
            assertThat(journal.durability()).isEqualTo(Durability.SYNCED);
            journal.startAppending();
            List<Records.Entry> written = Records.append(journal, 1, 1, 100, new Random(1));
            Records.awaitDurable(journal, written.get(99).endPosition());
            assertThat(Records.readAll(journal, 0)).isEqualTo(written);
        }
    }

    @Test
    void shouldFailWhenTheArchiveNoLongerRecords() {
        try (TestHost host = TestHost.start(directory)) {
            ArchiveLog journal = host.openJournal();
            journal.startAppending();
            Records.Entry last = Records.append(journal, 1, 1, 300, (byte) 1);
            Records.awaitDurable(journal, last.endPosition());
            try (ArchiveSession session = host.host().connect()) {
                long id = Recording.find(session.archive(), "journal", 2001).orElseThrow().id();
                assertThat(session.archive().tryStopRecordingByIdentity(id)).isTrue();
            }

            assertThatThrownBy(() -> Records.awaitDurable(journal, Long.MAX_VALUE))
                    .isInstanceOf(LogException.class)
                    .hasMessageContaining("journal: recording")
                    .hasMessageContaining("no longer active");
            assertThatThrownBy(() -> Records.append(journal, 1, 2, 300, (byte) 1))
                    .isInstanceOf(LogException.class);
            assertThatThrownBy(journal::close).isInstanceOf(LogException.class);
        }
    }

    @Test
    void shouldAppendWithoutAllocating() {
        try (TestHost host = TestHost.start(directory, 16 << 20, 64 << 20);
                ArchiveLog journal = host.openJournal()) {
            journal.startAppending();
            UnsafeBuffer message = new UnsafeBuffer(Records.messageOf(1));
            MutableLong last = new MutableLong();

            assertThat(
                            Allocations.least(
                                    50,
                                    () ->
                                            appendMany(
                                                    journal,
                                                    message,
                                                    last.get() + 1,
                                                    last.addAndGet(20_000))))
                    .isZero();
        }
    }

    @Test
    void shouldSayWhenSharedMemoryIsTooSmall() throws IOException {
        Path driver = directory.resolve("driver");
        long usable = Files.getFileStore(directory).getUsableSpace();

        assertThatThrownBy(() -> SharedMemory.checkSpace(driver, usable + (1L << 40), 1 << 24))
                .isInstanceOf(SharedMemoryException.class)
                .hasMessageContaining("not enough space in " + directory)
                .hasMessageContaining("term length of 16777216 bytes")
                .hasMessageContaining("--shm-size");
    }

    @Test
    void shouldNameAnInvalidProperty() {
        try (DataDirectoryLock lock = DataDirectoryLock.acquire(directory)) {
            assertThatThrownBy(() -> ArchiveHost.launch(context(lock).termLength(100_000)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("termLength")
                    .hasMessageContaining("100000");
        }
    }

    private static ArchiveHostContext context(DataDirectoryLock lock) {
        return new ArchiveHostContext()
                .directoryLock(lock)
                .termLength(TestHost.TERM_LENGTH)
                .segmentLength(TestHost.SEGMENT_LENGTH)
                .failureHandler((component, failure) -> {});
    }

    private static void appendMany(Log log, UnsafeBuffer message, long from, long to) {
        long end = 0;
        for (long sequence = from; sequence <= to; sequence++) {
            while ((end = log.append(1, sequence, sequence, message, 0, message.capacity()))
                    == Log.BACK_PRESSURED) {
                Thread.onSpinWait();
            }
        }
        while (log.durablePosition() < end) {
            Thread.onSpinWait();
        }
    }

    private static List<String> sockets() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .map(ArchiveHostTest::target)
                    .filter(target -> target.startsWith("socket:"))
                    .sorted()
                    .toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }
}
