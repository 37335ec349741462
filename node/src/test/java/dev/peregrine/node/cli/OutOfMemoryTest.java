package dev.peregrine.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OutOfMemoryTest {
    @TempDir Path directory;

    @Test
    void shouldEndTheProcessWhenMemoryIsOutOnAnyThread() throws Exception {
        Path output = directory.resolve("output.txt");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Greedy.class.getName())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(ExitCode.OUT_OF_MEMORY.code());
            assertThat(Files.readAllLines(output))
                    .singleElement()
                    .asString()
                    .startsWith("peregrine: greedy: out of memory (Java heap space; ");
        } finally {
            process.destroyForcibly();
        }
    }

    /** A program with a thread that takes too much, and another that waits for it. */
    static final class Greedy {
        private Greedy() {}

        public static void main(String[] args) throws InterruptedException {
            OutOfMemory.install();
            new Thread(() -> System.out.println(new long[1 << 24].length), "greedy").start();
            TimeUnit.MINUTES.sleep(5);
        }
    }
}
