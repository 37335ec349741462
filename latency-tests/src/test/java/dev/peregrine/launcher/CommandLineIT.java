package dev.peregrine.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.launcher.Launcher.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packed program as a user starts it, each time as a process of its own. */
@Timeout(300)
class CommandLineIT {
    @TempDir Path directory;

    @Test
    void shouldHelpFromAnyDirectoryThroughALink() throws Exception {
        Files.createSymbolicLink(directory.resolve("p"), Launcher.SCRIPT);
        Path linkToLink = Files.createSymbolicLink(directory.resolve("q"), Path.of("p"));

        Ended ended = packed(linkToLink).run("--help");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).contains("Usage: peregrine", "policy", "Exit codes");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void shouldPrintNoWarningOfTheJvm() throws Exception {
        Ended ended = packed(Launcher.SCRIPT).run("version");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).contains(System.getProperty("java.runtime.version"));
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void shouldTellAnUnknownCommand() throws Exception {
        assertOneError(packed(Launcher.SCRIPT).run("polcy"), 2, "unknown command 'polcy'");
    }

    @Test
    void shouldTellAnUnknownOption() throws Exception {
        assertOneError(
                packed(Launcher.SCRIPT).run("config", "--dta", "x"), 2, "unknown option '--dta'");
    }

    @Test
    void shouldTellAMissingPolicyDirectory() throws Exception {
        assertOneError(packed(Launcher.SCRIPT).run("policy", "validate", "none"), 3, "none");
    }

    @Test
    void shouldTellAnUnknownConfigurationKey() throws Exception {
        Path file = directory.resolve("node.yaml");
        Files.writeString(file, "http:\n  prot: 1\n");

        assertOneError(
                packed(Launcher.SCRIPT).run("config", "--config", file.toString()),
                3,
                file + ":2:9: unknown key http.prot; did you mean http.port?");
    }

    @Test
    void shouldTakeSettingsFromTheEnvironment() throws Exception {
        Ended ended =
                packed(Launcher.SCRIPT)
                        .with("PEREGRINE_HTTP_PORT", "8181")
                        .run("config", "--policy", "p");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).containsPattern("http.port: +8181 +# PEREGRINE_HTTP_PORT");
    }

    @Test
    void shouldValidateThePoliciesOfTheRepository() throws Exception {
        Path policies = Launcher.SCRIPT.resolveSibling("policies");
        try (var bundles = Files.list(policies)) {
            for (Path bundle : bundles.filter(Files::isDirectory).toList()) {
                Ended ended = packed(Launcher.SCRIPT).run("policy", "validate", bundle.toString());
                assertThat(ended.err()).as(bundle.toString()).isEmpty();
                assertThat(ended.out()).startsWith("OK: ").hasLineCount(1);
                assertThat(ended.exitCode()).isZero();
            }
        }
    }

    @Test
    void shouldDemonstrateItself() throws Exception {
        Ended ended =
                packed(Launcher.SCRIPT)
                        .run(
                                "demo",
                                "--seconds",
                                "3",
                                "--rate",
                                "200",
                                "--customers",
                                "1000",
                                "--days",
                                "2",
                                "--port",
                                "0");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).as(ended.out()).isZero();
        assertThat(ended.out())
                .contains("Loading 2 simulated days of 1,000 customers", "as history")
                .containsPattern("Latency of \\d+ decisions at \\d+ a second, in milliseconds")
                .containsPattern("p50 \\d+\\.\\d{3} +p90 .* p99 .* p99\\.9 .* max \\d")
                .contains("Includes: Aeron ipc both", "the event in the journal (recorded)")
                .contains("No network, no HTTP.")
                .containsPattern("Fraud: \\d+ of 600 payments")
                .containsPattern("payments +precision +recall +of the money")
                .containsPattern("any of the three +\\d+ +[\\d.]+ % +[\\d.]+ % +[\\d.]+ %")
                .containsPattern("by type of fraud +payments +caught +recall")
                .containsPattern("curl -s http://127\\.0\\.0\\.1:\\d+/v1/decisions")
                .doesNotContain("INCOMPLETE", "NaN");
    }

    private Launcher packed(Path script) throws IOException {
        return new Launcher(script, directory).with("PEREGRINE_NO_BUILD", "1");
    }

    private static void assertOneError(Ended ended, int exitCode, String message) {
        assertThat(ended.errLines()).hasSize(1);
        assertThat(ended.err()).startsWith("peregrine: ").contains(message);
        assertThat(ended.exitCode()).isEqualTo(exitCode);
        assertThat(ended.out()).isEmpty();
    }
}
