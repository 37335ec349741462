package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.peregrine.node.LearningPolicy;
import dev.peregrine.node.cli.Main;
import dev.peregrine.protocol.codec.LabelKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A challenger that is the deciding policy over again, with a learner of its own: as long as it has
 * learned the same, it gives every payment the score that the policy gave.
 */
@Timeout(180)
class ChallengerLearningTest {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long PAST_THE_HORIZON_MS = 1_200;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path directory;
    private CommandLineNode node;

    @BeforeEach
    void setUp() throws IOException {
        node =
                new CommandLineNode(
                        directory,
                        "/test-node.yaml",
                        LearningPolicy.writeChallenged(directory.resolve("policy"), "1s", 1));
    }

    @Test
    void shouldLearnWhatTheEngineLearnsAcrossRestartsAndActivations() throws Exception {
        try (PeregrineNode running = node.start()) {
            learn(running, 0);
        }
        Path next = LearningPolicy.writeChallenged(directory.resolve("next"), "1s", 2);
        try (PeregrineNode running = node.start()) {
            learn(running, 120);
            assertThat(node.run("policy", "activate", next.toString())).as(node.errors()).isZero();
            learn(running, 240);
            JsonNode learner = await(running, 120, 0).path("learners").path(0);
            assertThat(learner.path("model").asText()).isEqualTo("learner");
            assertThat(learner.path("frauds").asInt()).isEqualTo(30);
            assertThat(learner.path("legitimate").asInt()).isPositive();
        }
        assertThat(score(359)).isNotEqualTo(score(0));
        for (int payment = 0; payment < 360; payment += 17) {
            JsonNode shown = shown(payment);
            assertThat(twin(shown)).as("payment %d", payment).isEqualTo(score(shown));
        }
        assertThat(node.run("replay", "--verify")).as(node.output()).isZero();
    }

    /** So the test above can tell. */
    @Test
    void shouldBeginAnewWithoutWhatWasSaved() throws Exception {
        try (PeregrineNode running = node.start()) {
            learn(running, 0);
        }
        Files.delete(node.data.resolve("side").resolve("learned"));
        try (PeregrineNode running = node.start()) {
            learn(running, 120);
        }

        assertThat(twin(119)).isEqualTo(score(119));
        assertThat(twin(120)).isEqualTo(score(0)).isNotEqualTo(score(120));
    }

    @Test
    void shouldBeginAnewWhenWhatWasSavedIsDamaged() throws Exception {
        try (PeregrineNode running = node.start()) {
            learn(running, 0);
        }
        Path file = node.data.resolve("side").resolve("learned");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        try (PeregrineNode running = node.start()) {
            learn(running, 120);
            assertThat(running.side().lane().orElseThrow().failures()).isZero();
        }

        assertThat(twin(120)).isEqualTo(score(0)).isNotEqualTo(score(120));
    }

    /**
     * The warm start of a model that is new on a running node. The horizon is long, so that nothing
     * is learned but labels, and the challenger, whose file stays, goes on from the same weights.
     */
    @Test
    void shouldStartWithWeightsThatABacktestOfTheJournalLearned() throws Exception {
        Path policy = LearningPolicy.writeChallenged(directory.resolve("slow"), "1d", 1);
        Path next = LearningPolicy.writeChallenged(directory.resolve("next"), "1d", 2);
        Path out = directory.resolve("out");
        node = new CommandLineNode(directory, "/test-node.yaml", policy);
        try (PeregrineNode running = node.start()) {
            node.pay(running, 60);
            for (int i = 0; i < 20; i++) {
                node.label(running, i, LabelKind.FRAUD, 1);
            }
            int code =
                    Main.commandLine()
                            .execute(
                                    "backtest",
                                    "--journal",
                                    node.data.toString(),
                                    "--policy",
                                    policy.toString(),
                                    "--emit",
                                    "weights",
                                    "--out",
                                    out.toString());
            assertThat(code).isZero();
            Files.copy(
                    out.resolve("weights/learner.json"),
                    next.resolve("models/learner.json"),
                    StandardCopyOption.REPLACE_EXISTING);
            assertThat(node.run("policy", "activate", next.toString())).as(node.errors()).isZero();
            node.pay(running, 1);
            await(running, 1, 60);
        }

        assertThat(score(60)).isGreaterThan(score(0)).isEqualTo(twin(60));
    }

    /** 120 payments, of which the first ten prove fraud, and the horizon of the others passes. */
    private void learn(PeregrineNode running, int first) throws Exception {
        node.pay(running, 60);
        for (int i = first; i < first + 10; i++) {
            node.label(running, i, LabelKind.FRAUD, 1);
        }
        TimeUnit.MILLISECONDS.sleep(PAST_THE_HORIZON_MS);
        node.pay(running, 60);
        await(running, 60, first);
    }

    /** The challenger's report once it was asked about so many payments, and the lane is there. */
    private static JsonNode await(PeregrineNode running, int payments, int first) throws Exception {
        LaneService lane = running.side().lane().orElseThrow();
        long deadline = System.nanoTime() + DEADLINE_NS;
        while (true) {
            JsonNode twin =
                    JSON.readTree(lane.lane().report(1))
                            .path("policies")
                            .path(0)
                            .path("challengers")
                            .path(0);
            if (lane.lagEvents() == 0 && twin.path("scored").asInt() >= payments) {
                return twin;
            }
            assertThat(System.nanoTime()).as("from %d: %s", first, twin).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private int score(int payment) throws IOException {
        return score(shown(payment));
    }

    private static int score(JsonNode shown) {
        return shown.path("score").asInt(-1);
    }

    private int twin(int payment) throws IOException {
        return twin(shown(payment));
    }

    private static int twin(JsonNode shown) {
        return shown.path("challengers").path(0).path("score").asInt(-2);
    }

    private JsonNode shown(int payment) throws IOException {
        assertThat(node.run("evidence", "show", Integer.toString(payment))).isZero();
        return JSON.readTree(node.output());
    }
}
