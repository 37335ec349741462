package dev.peregrine.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A policy whose champion learns, with a rule for amounts above 21. A golden directory holds it as
 * it is.
 */
public final class LearningPolicy {
    private LearningPolicy() {}

    /**
     * Writes it.
     *
     * @param policy its directory
     * @param horizon how long a payment waits for its label, such as {@code 1d}
     * @return the directory
     */
    public static Path write(Path policy, String horizon) throws IOException {
        write(
                policy,
                "policy.yaml",
                """
                name: learning
                version: 1
                base_currency: EUR
                missing_rate: native
                champion: learner
                score: {challenge: 300, review: 500, decline: 800}
                """);
        write(
                policy,
                "features.yaml",
                """
                lateness: 1h
                entities:
                  card: {key: [card], capacity: 1000, max_events: 5000}
                features:
                  - {name: n_1h, aggregate: count, entity: card, window: 1h}
                """);
        write(
                policy,
                "rules/high.yaml",
                """
                rules:
                  - id: high
                    description: A high amount.
                    when: tx.amount_minor > 2100
                    points: 500
                    reason: {code: HIGH, text: A high amount.}
                """);
        write(
                policy,
                "models/learner.yaml",
                """
                format: online
                file: learner.json
                inputs: {amount: tx.amount_minor, n: features.n_1h}
                calibration: {by: probability}
                """);
        write(
                policy,
                "models/learner.json",
                """
                {"alpha": 0.1, "horizon": "%s", "capacity": 5000, "intercept": -3, "terms": [
                  {"input": "amount", "bins": [500, 1000]},
                  {"input": "n", "transform": "log"}]}
                """
                        .formatted(horizon));
        return policy;
    }

    /**
     * Writes it with a challenger of its own that is the same policy, and learns for itself.
     *
     * @param version of the policy
     */
    public static Path writeChallenged(Path policy, String horizon, int version)
            throws IOException {
        write(policy, horizon);
        write(policy.resolve("challengers/twin"), horizon);
        String text = Files.readString(policy.resolve("policy.yaml"));
        write(
                policy,
                "policy.yaml",
                text.replace("version: 1", "version: " + version)
                        + "challengers:\n  twin: {policy: twin}\n");
        return policy;
    }

    /** Writes a file of a bundle, and the directories above it. */
    public static void write(Path policy, String file, String text) throws IOException {
        Path path = policy.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
