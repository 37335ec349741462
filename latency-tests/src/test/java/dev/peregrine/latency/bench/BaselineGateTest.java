package dev.peregrine.latency.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.peregrine.node.cli.Main;
import dev.peregrine.node.cli.UserException;
import dev.peregrine.report.latency.Environment;
import dev.peregrine.report.latency.Measurement;
import dev.peregrine.report.latency.Percentiles;
import dev.peregrine.report.latency.Repetition;
import dev.peregrine.report.latency.RunResults;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BaselineGateTest {
    private final List<String> said = new ArrayList<>();

    @TempDir private Path directory;

    @Test
    void shouldPassAMachineThatIsSlowerAllOver() {
        assertThat(gate(run(100, 150), run(300, 450), 0.1)).isTrue();
        assertThat(said).anyMatch(line -> line.contains("decision p50 / echo: 1.50, 1.50"));
    }

    @Test
    void shouldFailWhenOnlyTheMeasurementHasBecomeSlower() {
        assertThat(gate(run(100, 150), run(100, 240), 0.5)).isFalse();
        assertThat(said)
                .anyMatch(line -> line.startsWith("SLOWER: decision p50 / echo: 1.50, 2.4"));
        assertThat(gate(run(100, 150), run(100, 240), 0.7)).isTrue();
    }

    @Test
    void shouldCountTheRepetitionWithTheLeastNoise() {
        assertThat(gate(run(100, 150), run(100, 900, 155, 400), 0.1)).isTrue();
    }

    @Test
    void shouldRefuseABaselineOfOtherMeasurements() {
        RunResults other = results(List.of(measurement("x", null, 1), measurement("y", "x", 2)));

        assertThatThrownBy(() -> gate(other, run(100, 150), 1))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no measurement of this run");
    }

    @Test
    void shouldNotCompareRatiosToOtherFloors() {
        RunResults other =
                results(List.of(measurement("disk", null, 1), measurement("decision", "disk", 2)));

        assertThatThrownBy(() -> gate(other, run(100, 150), 1))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("over the same floor");
    }

    @Test
    void shouldRefuseABaselineThatCannotBeUsedBeforeAnythingIsMeasured() throws Exception {
        Path file = directory.resolve("baseline.json");
        run(100, 150).write(file);
        assertThatThrownBy(() -> BaselineGate.check(file, 0.5, "bench ipc"))
                .isInstanceOf(UserException.class)
                .hasMessage(file + " is of run: must be of bench ipc");
        BaselineGate.check(file, 0.5, "run");
        results(List.of(measurement("echo", null, 1), measurement("x", null, 2))).write(file);
        assertThatThrownBy(() -> BaselineGate.check(file, 0.5, "run"))
                .hasMessageContaining("no measurement with a floor");
        run(0, 150).write(file);
        assertThatThrownBy(() -> BaselineGate.check(file, 0.5, "run"))
                .as("nothing can be divided by nothing")
                .hasMessageContaining("no measurement with a floor");
        assertThatThrownBy(() -> BaselineGate.check(file, -1, "run"))
                .hasMessageContaining("--tolerance is -1.0");
    }

    @Test
    void shouldCompareTwoRunsByTheCommand() throws Exception {
        Path a = directory.resolve("a.json");
        Path b = directory.resolve("b.json");
        Path page = directory.resolve("page.html");
        run(100, 150).write(a);
        run(100, 300).write(b);

        assertThat(
                        command(
                                "bench",
                                "compare",
                                a.toString(),
                                b.toString(),
                                "--out",
                                page.toString()))
                .isZero();
        assertThat(Files.readString(page)).contains("<td>2.00</td>").contains("compared-decision");
        assertThat(command("bench", "compare", a.toString(), directory.resolve("c").toString()))
                .isEqualTo(8);
        assertThat(said.get(said.size() - 1)).contains("no such file").doesNotContain("Exception");
        assertThat(command("bench", "ipc", "--baseline", directory.resolve("c").toString()))
                .as("before anything is measured")
                .isEqualTo(8);
        assertThat(command("bench", "ipc", "--rate", "0")).isEqualTo(2);
        assertThat(command("bench", "scale", "--transport", "pigeon")).isEqualTo(2);
        assertThat(command("bench", "ipc", "--rate", "500,500")).isEqualTo(2);
        assertThat(command("bench", "engine", "--cards", "0")).isEqualTo(2);
        assertThat(command("bench", "engine", "--policy", "none")).isEqualTo(2);
        assertThat(command("bench", "engine", "--rate", "5")).isEqualTo(2);
        assertThat(command("bench", "ipc", "--policy", "demo,dmeo")).isEqualTo(2);
        assertThat(command("bench", "udp", "--policy", "demo,demo")).isEqualTo(2);
        assertThat(command("bench", "scale", "--policy", "none")).isEqualTo(2);
        assertThat(command("bench", "overload", "--rate", "1,2")).isEqualTo(2);
        assertThat(command("bench", "recovery", "--cards", "7,7")).isEqualTo(2);
        assertThat(command("bench", "ipc", "--save-baseline", "/")).isEqualTo(2);
        assertThat(command("bench", "ipc", "--save-baseline", directory.toString())).isEqualTo(2);
        assertThat(command("bench", "engine", "--policy", "demo", "--save-baseline", "x"))
                .as("it has no floor")
                .isEqualTo(2);
        assertThat(command("bench", "recovery", "--baseline", a.toString()))
                .as("there is no floor")
                .isEqualTo(2);
    }

    private boolean gate(RunResults baseline, RunResults run, double tolerance) {
        said.clear();
        return BaselineGate.passes(baseline, run, tolerance, said::add);
    }

    private int command(String... args) {
        StringWriter text = new StringWriter();
        int code =
                Main.commandLine()
                        .setOut(new PrintWriter(text))
                        .setErr(new PrintWriter(text))
                        .execute(args);
        said.add(text.toString());
        return code;
    }

    private static RunResults run(double echoUs, double... decisionUs) {
        return results(
                List.of(
                        measurement("echo", null, echoUs, echoUs),
                        measurement("decision", "echo", decisionUs)));
    }

    private static RunResults results(List<Measurement> measurements) {
        return new RunResults(
                RunResults.FORMAT,
                "run",
                Environment.capture(),
                measurements,
                List.of(),
                JsonNodeFactory.instance.objectNode());
    }

    /** Repetitions of a thousand latencies, evenly from the given one to twice that. */
    private static Measurement measurement(String name, String floor, double... us) {
        Histogram all = new Histogram(60_000_000_000L, 3);
        List<Repetition> repetitions =
                Arrays.stream(us)
                        .mapToObj(
                                least -> {
                                    Histogram one = new Histogram(60_000_000_000L, 3);
                                    for (int i = 0; i < 1000; i++) {
                                        one.recordValue((long) (least * 1e3 * (1 + i / 1000.0)));
                                    }
                                    all.add(one);
                                    return new Repetition(
                                            1, 1000, 1000, 0, 0, 0, Percentiles.of(one));
                                })
                        .toList();
        return Measurement.builder(name, name, "nothing")
                .floor(floor)
                .rate(1)
                .seconds(0, 1)
                .repetitions(repetitions)
                .latencies(all)
                .build();
    }
}
