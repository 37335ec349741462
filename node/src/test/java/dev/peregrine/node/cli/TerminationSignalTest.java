package dev.peregrine.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TerminationSignalTest {
    @Test
    void shouldEndWithTheCommandsCodeOnSigterm() throws Exception {
        Process process = start("60000", "OK");

        process.destroy();

        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void shouldEndAnywayWhenTheCommandHangs() throws Exception {
        Process process = start("50", "hang");

        process.destroy();

        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCode.FAILURE.code());
    }

    @Test
    void shouldLeaveAnOrdinaryEndAlone() throws Exception {
        Process process = start("60000", "exit");

        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCode.DIFFERENCES_FOUND.code());
    }

    @Test
    void shouldEndTheWaitFromWithin() throws Exception {
        try (TerminationSignal signal = new TerminationSignal(Duration.ofSeconds(1))) {
            assertThat(signal.isRaised()).isFalse();
            signal.raise();
            signal.await();
            assertThat(signal.isRaised()).isTrue();
        }
    }

    private static Process start(String graceMillis, String ending) throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Waiting.class.getName(),
                                graceMillis,
                                ending)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        assertThat(out.readLine()).isEqualTo("waiting");
        return process;
    }

    /** A command that waits for its end. */
    static final class Waiting {
        private Waiting() {}

        public static void main(String[] args) throws InterruptedException {
            TerminationSignal signal =
                    new TerminationSignal(Duration.ofMillis(Long.parseLong(args[0])));
            System.out.println("waiting");
            if (args[1].equals("exit")) {
                signal.close();
                System.exit(ExitCode.DIFFERENCES_FOUND.code());
            }
            signal.await();
            if (!args[1].equals("hang")) {
                signal.conclude(ExitCode.valueOf(args[1]));
            }
        }
    }
}
