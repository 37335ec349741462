package dev.peregrine.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.policy.PolicyException;
import dev.peregrine.scoring.log.LogException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Timeout(60)
class MainTest {
    private CommandLine main = Main.commandLine();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir Path directory;

    @Test
    void shouldHaveHelpForEveryCommand() {
        for (List<String> command : commands(main)) {
            List<String> args = new ArrayList<>(command);
            args.add("--help");

            assertThat(run(args.toArray(String[]::new))).as(command.toString()).isZero();
            assertThat(out.toString())
                    .contains("Usage: peregrine " + String.join(" ", command))
                    .contains("--help");
            assertThat(err.toString()).isEmpty();
        }
    }

    @Test
    void shouldDocumentEveryExitCode() {
        run("--help");
        for (ExitCode code : ExitCode.values()) {
            assertThat(out.toString()).containsPattern("(?m)^ +" + code.code() + " ");
        }
    }

    @Test
    void shouldPrintTheVersion() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).matches("peregrine \\d+\\.\\d+\\.\\d+\\S*\\R");
        assertThat(run("version")).isZero();
        assertThat(out.toString()).contains(System.getProperty("java.runtime.version"));
    }

    @Test
    void shouldMakeACompletionScript() {
        assertThat(run("completion")).isZero();
        assertThat(out.toString()).contains("_complete_peregrine").contains("validate");
    }

    @Test
    void shouldSuggestACommand() {
        assertThat(run("polcy")).isEqualTo(2);
        assertError("unknown command 'polcy' (did you mean 'policy'");
    }

    @Test
    void shouldSuggestAnOption() {
        assertThat(run("config", "--http-prot", "1")).isEqualTo(2);
        assertError("unknown option '--http-prot' (did you mean '--http-port'");
    }

    @Test
    void shouldSuggestAnOptionRatherThanMissIt() {
        assertThat(run("backtest", "--inptu", "x")).isEqualTo(2);
        assertError("unknown option '--inptu' (did you mean '--input'");
    }

    @Test
    void shouldTellAMissingArgument() {
        assertThat(run("policy", "validate")).isEqualTo(2);
        assertError("DIR");
    }

    @Test
    void shouldTellHowADateIsWritten() {
        assertThat(run("report", "--day", "yesterday")).isEqualTo(2);
        assertError("'--day': 'yesterday' is no date such as 2026-11-27");
        assertThat(err.toString()).doesNotContain("Exception");
    }

    @Test
    void shouldTellHowLongANodeIsUp() {
        assertThat(TopCommand.upTime(Duration.ofSeconds(59))).isEqualTo("59s");
        assertThat(TopCommand.upTime(Duration.ofSeconds(299))).isEqualTo("4m 59s");
        assertThat(TopCommand.upTime(Duration.ofMinutes(61))).isEqualTo("1h 1m");
        assertThat(TopCommand.upTime(Duration.ofHours(50))).isEqualTo("2d 2h");
    }

    @Test
    void shouldTellAMissingPolicyDirectory() {
        assertThat(run("policy", "validate", directory.resolve("none").toString())).isEqualTo(3);
        assertError("none");
    }

    @Test
    void shouldTellAWrongConfiguration() {
        assertThat(run("config", "--policy", "p", "--http-port", "many")).isEqualTo(3);
        assertError("--http-port: \"many\" is not a whole number");
    }

    @Test
    void shouldPrintTheConfiguration() {
        assertThat(run("config", "--policy", "p", "--durability", "synced")).isZero();
        assertThat(out.toString()).containsPattern("durability: +synced +# --durability");
    }

    @Test
    void shouldEndWithTheCodeOfTheFailure() {
        assertFailure(new UserException(ExitCode.PORT_IN_USE, "port 1 is taken"), 7);
        assertFailure(new PolicyException(List.of("a:1:1: no", "b:1:1: no")), 3);
        assertFailure(new LogException("record 7 is damaged"), 5);
        assertFailure(new UncheckedIOException(new NoSuchFileException("none.csv")), 1);
        assertThat(err.toString()).contains("none.csv: no such file");
        assertFailure(
                new IllegalStateException("it died", new OutOfMemoryError("Java heap space")), 13);
        assertThat(err.toString()).contains("out of memory (Java heap space; the heap's bound is");
    }

    @Test
    void shouldShowTheStackTraceOfABug() {
        assertThat(fail(new IllegalStateException("broken"))).isEqualTo(1);
        assertThat(err.toString()).contains("internal error").contains("\tat dev.peregrine");
    }

    private void assertFailure(Exception failure, int code) {
        assertThat(fail(failure)).isEqualTo(code);
        assertThat(err.toString().lines())
                .isNotEmpty()
                .allMatch(line -> line.startsWith("peregrine: "));
    }

    private void assertError(String message) {
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).startsWith("peregrine: ").contains(message);
        assertThat(out.toString()).isEmpty();
    }

    private int fail(Exception failure) {
        main = Main.commandLine();
        main.addSubcommand(new FailCommand(failure));
        main.setExecutionExceptionHandler(main.getExecutionExceptionHandler());
        return run("fail");
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return main.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
    }

    private static List<List<String>> commands(CommandLine parent) {
        List<List<String>> commands = new ArrayList<>();
        parent.getSubcommands()
                .forEach(
                        (name, child) -> {
                            commands.add(List.of(name));
                            for (List<String> deeper : commands(child)) {
                                List<String> path = new ArrayList<>(List.of(name));
                                path.addAll(deeper);
                                commands.add(path);
                            }
                        });
        return commands;
    }

    @Command(name = "fail")
    private static final class FailCommand implements Callable<Integer> {
        private final Exception failure;

        private FailCommand(Exception failure) {
            this.failure = failure;
        }

        @Override
        public Integer call() throws Exception {
            throw failure;
        }
    }
}
