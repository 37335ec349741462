package dev.peregrine.latency.scratch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.replay.journal.ArchiveHost;
import java.io.BufferedReader;
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
            assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    private static Path fill(Path directory) throws Exception {
        Path data = Files.createDirectories(directory.resolve("node/data"));
        Files.writeString(data.resolve("file"), "x");
        return Files.createDirectory(ArchiveHost.driverDirectory(data));
    }

    /** Tells what it has made, and waits. */
    public static final class Interrupted {
        private Interrupted() {}

        /** No arguments. */
        public static void main(String[] args) throws Exception {
            ScratchDirectory scratch = ScratchDirectory.create("test");
            Process child = new ProcessBuilder("sleep", "300").start();
            System.out.println(scratch.path());
            System.out.println(fill(scratch.path()));
            System.out.println(child.pid());
            while (true) {
                LockSupport.park();
            }
        }
    }
}
