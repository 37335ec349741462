package dev.peregrine.replay.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DataDirectoryLockTest {
    private static final int TIMES = 200;

    @TempDir private Path directory;
    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve(DataDirectoryLock.FILE_NAME);
    }

    @Test
    void shouldTellHowTheOwnerBeforeEnded() throws Exception {
        assertThat(previousRun()).isEqualTo(PreviousRun.ENDED);
        assertThat(file).isEmptyFile();

        String boot = BootId.current();
        Files.writeString(file, "1 " + boot + "\n");
        assertThat(previousRun()).isEqualTo(PreviousRun.KILLED);
        Files.writeString(file, "1 another-boot\n");
        assertThat(previousRun()).isEqualTo(PreviousRun.MACHINE_WENT_DOWN);
        Files.writeString(file, "1 " + boot + " after-power-loss\n");
        assertThat(previousRun()).isEqualTo(PreviousRun.MACHINE_WENT_DOWN);
    }

    @Test
    void shouldReadTheOwnerThatWasKilledWhileItWroteOverALongerOne() throws Exception {
        Files.writeString(file, "1 " + BootId.current() + "\ne-boot after-power-loss\n");
        assertThat(previousRun()).isEqualTo(PreviousRun.KILLED);
    }

    @Test
    void shouldNeverLookAsIfItHadEndedWhileItIsHeld() throws Exception {
        Files.writeString(file, "1 another-boot-with-a-long-name");
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Integer> reader =
                CompletableFuture.supplyAsync(() -> emptyReadings(done));
        try (DataDirectoryLock lock = DataDirectoryLock.acquire(directory)) {
            for (int i = 0; i < TIMES; i++) {
                lock.endAsIfPowerWasLost();
                lock.settle();
            }
            done.set(true);
            assertThat(reader.get()).isZero();
        }
    }

    @Test
    void shouldNameTheOwnerThatLives() {
        try (DataDirectoryLock held = DataDirectoryLock.acquire(directory)) {
            assertThat(held.isHeld()).isTrue();
            assertThatThrownBy(() -> DataDirectoryLock.acquire(directory))
                    .isInstanceOf(DirectoryInUseException.class)
                    .hasMessageEndingWith(" is in use by process " + ProcessHandle.current().pid());
        }
    }

    private int emptyReadings(AtomicBoolean done) {
        int empty = 0;
        while (!done.get()) {
            empty += file.toFile().length() == 0 ? 1 : 0;
        }
        return empty;
    }

    /** Takes the directory, sees to what was left, and gives it up. */
    private PreviousRun previousRun() {
        try (DataDirectoryLock lock = DataDirectoryLock.acquire(directory)) {
            lock.settle();
            return lock.previousRun();
        }
    }
}
