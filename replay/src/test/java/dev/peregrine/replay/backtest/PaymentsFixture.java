package dev.peregrine.replay.backtest;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Random;

/** A file of payments, and a policy with parameters that fits it. */
final class PaymentsFixture {
    private static final DateTimeFormatter TIMES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final String PARAMETERS =
            """
            parameters:
              - {name: many, value: %s, min: 1, max: 9}
              - {name: factor, value: %s}
            """;

    private PaymentsFixture() {}

    /** Payments of 25 cards, one in eight of them a fraud. */
    static void writeRows(Path file, int count) throws IOException {
        Files.writeString(file, "id,at,amount,card,fraud\n" + rows(0, count));
    }

    /** As many more, behind them. */
    static void appendRows(Path file, int count) throws IOException {
        Files.writeString(file, rows(count, count), StandardOpenOption.APPEND);
    }

    private static String rows(int first, int count) {
        StringBuilder rows = new StringBuilder();
        Random random = new Random(11 + first);
        LocalDateTime time = LocalDateTime.of(2026, 1, 1, 0, 0).plusSeconds(300L * first);
        for (int i = first; i < first + count; i++) {
            time = time.plusSeconds(random.nextInt(300));
            rows.append(i).append(',').append(TIMES.format(time)).append(',');
            rows.append(random.nextInt(20_000) / 100.0).append(",c").append(random.nextInt(25));
            rows.append(random.nextInt(8) == 0 ? ",1\n" : ",0\n");
        }
        return rows.toString();
    }

    /** With a champion, a list, a shadow rule, and rules of both sorts that read parameters. */
    static PolicyBundle policy(Path bundle, String many, String factor, int decline)
            throws Exception {
        Files.createDirectories(bundle.resolve("rules"));
        Files.createDirectories(bundle.resolve("models"));
        Files.writeString(
                bundle.resolve("policy.yaml"),
                """
                name: swept
                version: 1
                base_currency: EUR
                missing_rate: refuse
                champion: amount
                score: {challenge: 300, review: 500, decline: %d}
                """
                        .formatted(decline));
        Files.writeString(
                bundle.resolve("features.yaml"),
                """
                lateness: 0s
                entities:
                  card: {key: [card], capacity: 100, max_events: 1000}
                features:
                  - {name: n_1h, aggregate: count, entity: card, window: 1h}
                  - {name: mean_1d, aggregate: mean, entity: card, window: 1d}
                """);
        Files.writeString(
                bundle.resolve("lists.yaml"),
                "lists:\n  - {name: blocked, purpose: block, match: exact, capacity: 10}\n");
        Files.writeString(bundle.resolve("parameters.yaml"), PARAMETERS.formatted(many, factor));
        Files.writeString(
                bundle.resolve("models/amount.yaml"),
                """
                format: logistic
                file: amount.json
                golden: amount.golden.csv
                inputs: {amount: tx.amount_minor}
                calibration: {points: [[-2, 0], [2, 700]]}
                """);
        Files.writeString(
                bundle.resolve("models/amount.json"),
                """
                {"intercept": -2, "terms": [{"input": "amount", "weight": 0.0002, "missing": 0}]}
                """);
        Files.writeString(bundle.resolve("models/amount.golden.csv"), "amount,margin\n10000,0\n");
        Files.writeString(
                bundle.resolve("rules/a.yaml"),
                """
                rules:
                  - id: many
                    description: Many payments.
                    when: features.n_1h > param.many
                    points: 250
                    reason: {code: MANY, text: Many payments.}
                  - id: unusual
                    description: Far above the mean.
                    when: double(tx.amount_minor) > param.factor * features.mean_1d
                    points: 150
                    reason: {code: UNUSUAL, text: Far above the mean.}
                  - id: unusual_shadow
                    description: Watches.
                    when: double(tx.amount_minor) > param.factor
                    action: decline
                    shadow: true
                    reason: {code: SHADOW, text: Watches.}
                  - id: blocked
                    description: A blocked card that pays more than once.
                    when: tx.card in lists.blocked && features.n_1h >= param.many - 1
                    action: decline
                    reason: {code: BLOCKED, text: The card is blocked.}
                """);
        Files.writeString(
                bundle.resolve("input.yaml"),
                """
                csv:
                  event_id: id
                  time: {column: at, pattern: "yyyy-MM-dd HH:mm:ss"}
                  amount: {column: amount, scale: 2, rounding: half_even, tolerance: 0.001}
                  currency: EUR
                  keys: {card: card}
                  label: {column: fraud, delay: 1d}
                """);
        return PolicyLoader.load(bundle);
    }
}
