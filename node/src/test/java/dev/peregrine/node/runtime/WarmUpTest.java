package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.node.cli.Main;
import dev.peregrine.node.config.ConfigOverrides;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.config.NodeConfigLoader;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.replay.recovery.ReplayProgress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(120)
class WarmUpTest {
    private static final int DECISIONS = 2_000;
    private static final int REQUESTS = 100;
    private static final long LONG_NS = TimeUnit.MINUTES.toNanos(1);
    private static final Path POLICIES =
            Path.of(System.getProperty("peregrine.root")).resolve("policies");

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "demo", "fraud-handbook"})
    void shouldDecideSyntheticPaymentsByEveryPolicy(String policy) throws Exception {
        PolicyBundle bundle = PolicyLoader.load(POLICIES.resolve(policy));
        WarmUpReport report = new EngineWarmUp(DECISIONS).run(7, bundle, LONG_NS).report();
        assertThat(report.problem()).isNull();
        assertThat(report.decisions()).isEqualTo(DECISIONS);
    }

    @Test
    void shouldEndWhenTimeIsUp() throws Exception {
        PolicyBundle bundle = PolicyLoader.load(POLICIES.resolve("demo"));
        assertThat(new EngineWarmUp(DECISIONS).run(1, bundle, 0).report().decisions()).isZero();
    }

    @Test
    void shouldDecideNothingWhenToldSo() throws Exception {
        PolicyBundle bundle = PolicyLoader.load(POLICIES.resolve("demo"));
        WarmUpReport report = new EngineWarmUp(0).run(1, bundle, LONG_NS).report();
        assertThat(report.decisions()).isZero();
        assertThat(report.problem()).isNull();
    }

    @Test
    void shouldAnswerRequestsThroughAGatewayOfItsOwn() {
        assertThat(GatewayWarmUp.run(REQUESTS, LONG_NS)).isEqualTo(REQUESTS);
    }

    @Test
    void shouldLeaveNoTraceInJournalOrState() throws Exception {
        try (PeregrineNode node = start()) {
            assertThat(node.warmUp().decisions()).isPositive();
            assertThat(node.warmUp().problem()).isNull();
        }
        String verified = verify();
        assertThat(verified)
                .containsPattern("events +3\\b")
                .containsPattern("decisions +0 equal")
                .containsPattern("state hashes +1 equal")
                .containsPattern("differences +0\\b");
    }

    private String verify() {
        StringWriter out = new StringWriter();
        CommandLine main = Main.commandLine();
        main.setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
        int code =
                main.execute(
                        "replay",
                        "--verify",
                        "--data",
                        directory.resolve("data").toString(),
                        "--policy",
                        POLICIES.resolve("demo").toString());
        assertThat(code).as(out.toString()).isZero();
        return out.toString();
    }

    private PeregrineNode start() throws Exception {
        Path file = Path.of(getClass().getResource("/test-node.yaml").toURI());
        assertThat(Files.exists(file)).isTrue();
        NodeConfig config =
                new NodeConfigLoader()
                        .load(
                                Optional.of(file),
                                new ConfigOverrides()
                                        .put("--data", "data-dir", directory.resolve("data"))
                                        .put("--warm-up", "warm-up.decisions", DECISIONS)
                                        .singleTenant("--policy", POLICIES.resolve("demo")))
                        .config();
        return PeregrineNode.start(
                config,
                ReplayProgress.NONE,
                (component, failure) -> {
                    throw new AssertionError(component, failure);
                });
    }
}
