package dev.peregrine.scoring.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.protocol.codec.Channel;
import dev.peregrine.protocol.event.TransactionBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models in the engine: the score is the champion's calibrated margin plus the rules' points. */
@Timeout(60)
class ModelEngineTest {
    private static final int EUR = TestPolicies.EUR;

    @TempDir private Path dir;

    @BeforeEach
    void writeBundle() throws Exception {
        Files.createDirectories(dir.resolve("models"));
        Files.createDirectories(dir.resolve("rules"));
        write(
                "policy.yaml",
                """
                name: models
                version: 1
                base_currency: EUR
                missing_rate: refuse
                champion: risk
                score: {challenge: 300, review: 500, decline: 700}
                """);
        write(
                "features.yaml",
                """
                lateness: 10m
                entities:
                  card: {key: [card], capacity: 1000, max_events: 100}
                features:
                  - {name: n_1h, aggregate: count, entity: card, window: 1h}
                """);
        write(
                "models/risk.yaml",
                """
                format: logistic
                file: risk.json
                golden: risk.csv
                inputs:
                  n: features.n_1h
                  channel: {from: tx.channel, categories: [ecommerce, atm]}
                calibration: {points: [[0, 0], [10, 500]]}
                """);
        write(
                "models/risk.json",
                """
                {"intercept": 0, "terms": [
                 {"input": "n", "weight": 1, "missing": 0},
                 {"input": "channel", "weight": 4, "missing": -0.5}]}
                """);
        write("models/risk.csv", "n,channel,margin\n1,atm,5\n,,-2\n");
        write(
                "models/unread.yaml",
                """
                format: scorecard
                file: unread.json
                golden: unread.csv
                inputs: {hour: tx.hour}
                """);
        write(
                "models/unread.json",
                """
                {"base": 3, "characteristics": [{"input": "hour", "missing": 0,
                 "bins": [{"points": 1}]}]}
                """);
        write("models/unread.csv", "hour,margin\n3,4\n");
        rules("tx.amount_minor > 99999");
    }

    private void write(String path, String content) throws Exception {
        Files.writeString(dir.resolve(path), content);
    }

    private void rules(String condition) throws Exception {
        write(
                "rules/a.yaml",
                """
                rules:
                  - id: rule
                    description: A rule.
                    when: "%s"
                    points: 900
                    reason: {code: RULE, text: A rule.}
                """
                        .formatted(condition));
    }

    private int score(TransactionBuilder payment) throws Exception {
        PolicyBundle bundle = PolicyLoader.load(dir);
        try (EngineDriver driver = new EngineDriver().know(bundle)) {
            driver.activate(bundle, "activation");
            driver.send(payment.tenantId(EngineDriver.TENANT).eventTimeNs(driver.ingressNs));
            assertThat(driver.result.kind).isEqualTo(EventResult.Kind.DECISION);
            assertThat(driver.result.featureCount).isEqualTo(1);
            return driver.decision().score();
        }
    }

    private static TransactionBuilder payment(long amountMinor) {
        return new TransactionBuilder().eventId("e1").amount(amountMinor, EUR).card("c1");
    }

    @Test
    void shouldStartFromTheChampionsCalibratedMargin() throws Exception {
        assertThat(score(payment(100).channel(Channel.ATM))).isEqualTo(250);
        assertThat(score(payment(100).channel(Channel.ECOMMERCE))).isEqualTo(50);
    }

    @Test
    void shouldEvaluateAModelWhoseInputIsMissing() throws Exception {
        assertThat(score(payment(100))).as("1 + 4 x -0.5 is below the first point").isZero();
    }

    @Test
    void shouldAddTheRulesPointsAndKeepTheScoreInRange() throws Exception {
        assertThat(score(payment(100_000).channel(Channel.ECOMMERCE))).isEqualTo(950);
        assertThat(score(payment(100_000).channel(Channel.ATM))).isEqualTo(999);
    }

    @Test
    void shouldLetRulesReadOutputs() throws Exception {
        rules(
                "model.risk.margin == 5.0 && model.risk.probability > 0.99 && has(model.risk.margin)");
        assertThat(score(payment(100).channel(Channel.ATM))).isEqualTo(999);

        rules("model.unread.margin == 4.0");
        assertThat(score(payment(100))).isEqualTo(900);

        rules("!has(model.risk.margin) || model.risk.margin > 5.0");
        assertThat(score(payment(100).channel(Channel.ATM))).isEqualTo(250);
    }
}
