package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.policy.BundleHasher;
import dev.peregrine.policy.signing.SigningKey;
import dev.peregrine.protocol.codec.Action;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Policies that change while a node runs, by the commands of its operator or by themselves. */
@Timeout(300)
class PolicyActivationTest {
    private static final String APPROVES = "features.n > 1000000";
    private static final String DECLINES = "features.n > 0";

    @TempDir private Path directory;
    private CommandLineNode node;
    private Path first;

    @BeforeEach
    void setUp() throws Exception {
        first = bundle(1, APPROVES, "", "");
        node = new CommandLineNode(directory, "/test-node.yaml", first);
    }

    @Test
    void shouldActivateANewerVersionBetweenTwoPayments() throws Exception {
        try (PeregrineNode running = node.start()) {
            node.pay(running, 10);
            assertThat(node.lastAction()).isEqualTo(Action.APPROVE);

            run(0, "policy", "activate", bundle(2, DECLINES, "", "").toString(), "--by", "ann");

            assertThat(node.output())
                    .matches("policy test version 2 is active from sequence 13 on\\n");
            node.pay(running, 1);
            assertThat(node.lastAction()).isEqualTo(Action.DECLINE);
        }
        try (PeregrineNode running = node.start()) {
            assertThat(running.notices())
                    .containsExactly(
                            "tenant default: policy test version 2 stays active; version 1 in "
                                    + first
                                    + " is not above 2, the latest so far");
            node.pay(running, 1);
            assertThat(node.lastAction()).isEqualTo(Action.DECLINE);
            run(0, "policy", "status");
            assertThat(node.output().lines())
                    .hasSize(3)
                    .anyMatch(l -> l.matches("default +test +1 .* 2 +activate .* serve"))
                    .anyMatch(l -> l.matches("default +test +2 .* 13 +activate .* ann"));
        }
        run(0, "replay", "--verify");
        assertThat(node.output()).contains("differences   0");
    }

    @Test
    void shouldComputeAddedFeaturesFromTheJournalWhilePaymentsGoOn() throws Exception {
        Path wider =
                bundle(
                        2,
                        "features.sum_1d > 1000 && features.n >= 21",
                        "  - {name: sum_1d, aggregate: sum, entity: card, window: 1d}\n",
                        "");
        try (PeregrineNode running = node.start()) {
            node.pay(running, 20);
            run(0, "policy", "activate", wider.toString());
            node.pay(running, 1);
            assertThat(node.lastAction()).isEqualTo(Action.DECLINE);
            run(0, "policy", "rollback", "--by", "bob");
            assertThat(node.output()).contains("policy test version 1 is active from sequence ");
            node.pay(running, 1);
            assertThat(node.lastAction()).isEqualTo(Action.APPROVE);
        }
        run(0, "replay", "--verify");
        assertThat(node.output()).contains("differences   0");
    }

    @Test
    void shouldRefuseAndAuditWhatMayNotBecomeActive() throws Exception {
        try (PeregrineNode running = node.start()) {
            refused("version 1 is not above 1", bundle(1, DECLINES, "", ""));
            Path broken = bundle(2, "features.m > 0", "", "");
            run(3, "policy", "activate", broken.toString());
            assertThat(node.errors()).contains("rules/a.yaml:4:20: unknown feature 'm'");
            run(3, "policy", "rollback");
            assertThat(node.errors())
                    .isEqualTo("peregrine: nothing was active before the current policy\n");
            run(3, "policy", "rollback", "--to", "7");
            assertThat(node.errors()).isEqualTo("peregrine: version 7 was never active\n");
            run(0, "policy", "activate", bundle(2, DECLINES, "", "").toString());
            refused("version 2 is active already", bundle(2, DECLINES, "", ""), "--rollback");

            damage(node.data.resolve("bundles"), 1);
            run(3, "policy", "rollback");
            assertThat(node.errors()).contains("the stored bundle is damaged");
            node.pay(running, 1);
            assertThat(node.lastAction()).isEqualTo(Action.DECLINE);
        }
        run(0, "audit");
        assertThat(node.output().lines().filter(l -> l.contains(" refused "))).hasSize(5);
        Path log = node.data.resolve("audit.log");
        Files.writeString(log, Files.readString(log).replace("is not above 1", "is above 1"));
        run(3, "audit");
        assertThat(node.errors())
                .contains("audit.log: line 3 does not follow from those before it");
    }

    @Test
    void shouldTakeSignedBundlesOnly() throws Exception {
        Path key = directory.resolve("analyst.pem");
        SigningKey.generate(key);
        Path config =
                Files.writeString(
                        directory.resolve("signed.yaml"),
                        Files.readString(Path.of(getClass().getResource("/test-node.yaml").toURI()))
                                .replace(
                                        "allow-unsigned: true", "trusted-keys: [" + key + ".pub]"));
        node = new CommandLineNode(directory, config, first);
        assertThatThrownBy(node::start)
                .hasMessageContaining(first + ": is not signed: there is no bundle.sig")
                .hasMessageContaining("policies.allow-unsigned");

        sign(first, key);
        try (PeregrineNode running = node.start()) {
            Path next = bundle(2, DECLINES, "", "");
            refused(next + ": is not signed", next);
            sign(next, key);
            Files.writeString(next.resolve("rules/a.yaml"), rule("features.n > 1"));
            refused("bundle.sig: signs other content", next);
            sign(next, key);
            run(0, "policy", "activate", next.toString());
            run(0, "policy", "rollback");
            node.pay(running, 1);
            assertThat(node.lastAction()).isEqualTo(Action.APPROVE);
        }
    }

    @Test
    void shouldGoBackByItselfWhenThePolicyDeclinesTooMuch() throws Exception {
        Path next =
                bundle(
                        2,
                        DECLINES,
                        "",
                        "circuit_breaker: {window: 10m, min_decisions: 50, decline_rate: {max: 0.1}}\n");
        try (PeregrineNode running = node.start()) {
            run(0, "policy", "activate", next.toString());
            node.pay(running, 49);
            assertThat(node.lastAction()).isEqualTo(Action.DECLINE);
            run(0, "policy", "status");
            assertThat(node.output()).contains("49 decisions, 49 declined, 0 challenged");
            node.pay(running, 1);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
            while (running.activator().fallbacks() == 0) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.onSpinWait();
            }
            node.pay(running, 1);
            assertThat(node.lastAction()).isEqualTo(Action.APPROVE);
        }
        try (PeregrineNode running = node.start()) {
            node.pay(running, 60);
            assertThat(node.lastAction()).isEqualTo(Action.APPROVE);
            assertThat(running.activator().history().of(1)).hasSize(3);
            refused("version 2 is not above 2", next);
        }
        run(0, "audit");
        assertThat(node.output())
                .containsPattern("circuit-breaker +policy.activate +done .*fallback");
        run(0, "replay", "--verify");
        assertThat(node.output()).contains("differences   0");
    }

    @Test
    void shouldNoteAPolicyOfWhichTheJournalKnowsAndTheAuditLogDoesNot() throws Exception {
        try (PeregrineNode running = node.start()) {
            run(0, "policy", "activate", bundle(2, DECLINES, "", "").toString());
        }
        Path log = node.data.resolve("audit.log");
        Files.writeString(log, Files.readAllLines(log).get(0) + "\n");
        try (PeregrineNode running = node.start()) {
            run(0, "policy", "status");
            assertThat(node.output().lines())
                    .anyMatch(l -> l.matches("default +test +2 .* 0 +activate .* journal"));
            node.pay(running, 1);
            assertThat(node.lastAction()).isEqualTo(Action.DECLINE);
            run(0, "policy", "rollback");
            node.pay(running, 1);
            assertThat(node.lastAction()).isEqualTo(Action.APPROVE);
        }
    }

    private void refused(String message, Path bundle, String... options) {
        String[] all = new String[3 + options.length];
        all[0] = "policy";
        all[1] = "activate";
        all[2] = bundle.toString();
        System.arraycopy(options, 0, all, 3, options.length);
        run(3, all);
        assertThat(node.errors()).startsWith("peregrine: ").contains(message).hasLineCount(1);
    }

    private void run(int code, String... arguments) {
        assertThat(node.run(arguments)).as(node.errors()).isEqualTo(code);
    }

    private static void sign(Path bundle, Path key) throws Exception {
        SigningKey.read(key).sign(BundleHasher.hash(bundle)).write(bundle);
    }

    /** Changes the stored bundle of a version. */
    private static void damage(Path bundles, int version) throws Exception {
        try (Stream<Path> stored = Files.list(bundles)) {
            for (Path bundle : stored.toList()) {
                Path policy = bundle.resolve("policy.yaml");
                if (Files.readString(policy).contains("version: " + version + "\n")) {
                    Files.writeString(policy, Files.readString(policy) + "# damaged\n");
                }
            }
        }
    }

    private Path bundle(int version, String when, String features, String policy) throws Exception {
        Path bundle = Files.createTempDirectory(directory, "policy-" + version + "-");
        Files.createDirectories(bundle.resolve("rules"));
        Files.writeString(
                bundle.resolve("policy.yaml"),
                "name: test\nversion: "
                        + version
                        + "\nbase_currency: EUR\nmissing_rate: refuse\n"
                        + "score: {base: 10, challenge: 300, review: 500, decline: 700}\n"
                        + policy);
        Files.writeString(
                bundle.resolve("features.yaml"),
                """
                lateness: 10m
                entities:
                  card: {key: [card], capacity: 1000, max_events: 1000}
                features:
                  - {name: n, aggregate: count, entity: card, window: 1d}
                """
                        + features);
        Files.writeString(bundle.resolve("rules/a.yaml"), rule(when));
        return bundle;
    }

    private static String rule(String when) {
        return "rules:\n  - id: stop\n    description: Stops.\n    when: "
                + when
                + "\n    action: decline\n    reason: {code: STOP, text: Stopped.}\n";
    }
}
