package dev.peregrine.latency.scratch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.replay.journal.ArchiveHost;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScratchDirectoryTest {
    @Test
    void shouldDeleteItselfAndWhatDriversHaveInSharedMemory() throws Exception {
        Path directory;
        Path driver;
        try (ScratchDirectory scratch = ScratchDirectory.create("test")) {
            directory = scratch.path();
            driver = fill(directory);
            assertThat(driver).isDirectory();
        }
        assertThat(directory).doesNotExist();
        assertThat(driver).doesNotExist();
    }

    @Test
    void shouldDoSoWhenTheProcessIsInterrupted() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Interrupted.class.getName())
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader said =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            Path directory = Path.of(said.readLine());
            Path driver = Path.of(said.readLine());
            long child = Long.parseLong(said.readLine());
            assertThat(directory).isDirectory();
            assertThat(driver).isDirectory();
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(directory).doesNotExist();
            assertThat(driver).doesNotExist();
            assertThat(gone(directory)).doesNotExist();
            assertThat(gone(driver)).doesNotExist();
            assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    private static Path gone(Path path) {
        return path.resolveSibling(path.getFileName() + ".gone");
    }

    private static Path fill(Path directory) throws Exception {
        Path data = Files.createDirectories(directory.resolve("node/data"));
        Files.writeString(data.resolve("file"), "x");
        return Files.createDirectory(ArchiveHost.driverDirectory(data));
    }

    /** Tells what it has made, and goes on to write into it, as a node does. */
    public static final class Interrupted {
        private Interrupted() {}

        private static void write(Path file) {
            try {
                Files.writeString(file, "x");
            } catch (IOException e) {
                LockSupport.parkNanos(1_000);
            }
        }

        /** No arguments. */
        public static void main(String[] args) throws Exception {
            ScratchDirectory.deleteWhenInterrupted();
            ScratchDirectory scratch = ScratchDirectory.create("test");
            Process child = new ProcessBuilder("sleep", "300").start();
            System.out.println(scratch.path());
            Path driver = fill(scratch.path());
            System.out.println(driver);
            System.out.println(child.pid());
            for (long i = 0; true; i++) {
                write(scratch.path().resolve("node/data/more-" + i));
                write(driver.resolve("more-" + i));
            }
        }
    }
}
