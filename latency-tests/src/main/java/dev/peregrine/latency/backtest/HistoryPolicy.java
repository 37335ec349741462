package dev.peregrine.latency.backtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A policy for {@link SimulatedHistory}: windows up to 30 days of every card and terminal, a model
 * and rules.
 */
final class HistoryPolicy {
    /** What transactions are ranked by: nearly as many different numbers as rows. */
    static final String RANK_BY = "model.habits.margin";

    private HistoryPolicy() {}

    /**
     * Writes the bundle into a directory that is made.
     *
     * @param cards that the file holds
     */
    static Path write(Path directory, long cards) throws IOException {
        Files.createDirectories(directory.resolve("rules"));
        Files.createDirectories(directory.resolve("models"));
        text(
                directory,
                "policy.yaml",
                """
                name: long-history
                version: 1
                base_currency: EUR
                missing_rate: refuse
                score: {base: 100, challenge: 300, review: 500, decline: 700}
                """);
        text(
                directory,
                "features.yaml",
                """
                lateness: 0s
                entities:
                  card: {key: [card], capacity: %d, max_events: 4000}
                  terminal: {key: [terminal], capacity: 1000000, max_events: 100000}
                features:
                  - {name: card_count_1d, aggregate: count, entity: card, window: 1d}
                  - {name: card_count_7d, aggregate: count, entity: card, window: 7d}
                  - {name: card_mean_30d, aggregate: mean, entity: card, window: 30d}
                  - {name: card_max_30d, aggregate: max, entity: card, window: 30d}
                  - {name: terminal_count_7d, aggregate: count, entity: terminal, window: 7d, delay: 7d}
                  - {name: terminal_risk_7d, aggregate: label_rate, entity: terminal, window: 7d, delay: 7d}
                """
                        .formatted(cards));
        text(
                directory,
                "input.yaml",
                """
                csv:
                  event_id: id
                  time: {column: time, pattern: "yyyy-MM-dd HH:mm:ss"}
                  amount: {column: amount, scale: 2, rounding: half_even, tolerance: 0}
                  currency: EUR
                  keys:
                    card: card
                    terminal: terminal
                    merchant_category: merchant_category
                    merchant_country: merchant_country
                    channel: channel
                  label: {column: fraud, delay: 7d}
                """);
        text(
                directory,
                "models/habits.yaml",
                """
                format: logistic
                file: habits.json
                golden: habits.golden.csv
                inputs:
                  payments: features.card_count_7d
                  mean: features.card_mean_30d
                  amount: tx.amount_minor
                """);
        text(
                directory,
                "models/habits.json",
                """
                {
                  "intercept": -3,
                  "terms": [
                    {"input": "payments", "weight": 0.25, "missing": 0},
                    {"input": "mean", "weight": -0.5, "scale": 5000, "missing": 0},
                    {"input": "amount", "weight": 0.5, "scale": 5000, "missing": 0}
                  ]
                }
                """);
        text(
                directory,
                "models/habits.golden.csv",
                "payments,mean,amount,margin\n4,5000,10000,-1.5\n");
        text(
                directory,
                "rules/habits.yaml",
                """
                rules:
                  - id: unlike_the_card
                    description: The model finds it unusual.
                    when: model.habits.margin > 0.0
                    points: 250
                    reason: {code: UNUSUAL, text: The payment is unlike the card's habits.}
                  - id: bad_terminal
                    description: Payments at the terminal turned out to be fraud.
                    when: features.terminal_count_7d >= 3 && features.terminal_risk_7d > 0.3
                    points: 450
                    reason: {code: TERMINAL, text: Many payments at this terminal turned out to be fraud.}
                  - id: spree
                    description: Many payments within a day.
                    when: features.card_count_1d > 6
                    action: review
                    points: 150
                    reason: {code: SPREE, text: Many payments with this card within a day.}
                """);
        return directory;
    }

    private static void text(Path directory, String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }
}
