package dev.peregrine.scoring.rules;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Bundles of rules with these conditions, over features and attributes of every type. */
final class RulesFixture {
    /** Number of features: i1, i2, d1, d2, b1, b2. */
    static final int FEATURES = 6;

    private static final double[] INTEGERS = {0, 1, 2, 5, -3, 9.3e18, -1e300, 0x1p53};
    private static final double[] DOUBLES = {
        0.0,
        -0.0,
        1.0,
        3.5,
        -1.5,
        1e300,
        -9.3e18,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    private RulesFixture() {}

    /** Writes and loads a bundle; no condition holds an apostrophe. */
    static PolicyBundle bundle(Path dir, List<String> conditions) throws Exception {
        Files.writeString(
                dir.resolve("policy.yaml"),
                """
                name: rules
                version: 1
                base_currency: EUR
                missing_rate: refuse
                score: {base: 0, challenge: 300, review: 500, decline: 700}
                """);
        Files.writeString(
                dir.resolve("attributes.yaml"),
                """
                attributes:
                  - {id: 1, name: n, type: integer}
                  - {id: 2, name: d, type: double}
                  - {id: 3, name: b, type: boolean}
                  - {id: 4, name: s, type: string}
                  - {id: 7, name: m, type: integer}
                """);
        Files.writeString(
                dir.resolve("features.yaml"),
                """
                lateness: 10m
                entities: {card: {key: [card], capacity: 10, max_events: 10}}
                features:
                  - {name: i1, aggregate: count, entity: card, window: 1h}
                  - {name: i2, aggregate: count, entity: card, window: 1d}
                  - {name: d1, aggregate: mean, entity: card, window: 1h}
                  - {name: d2, aggregate: mean, entity: card, window: 1d}
                  - {name: b1, aggregate: first_time, entity: card, window: 1h}
                  - {name: b2, aggregate: first_time, entity: card, window: 1d}
                """);
        Files.writeString(
                dir.resolve("lists.yaml"),
                """
                lists:
                  - {name: networks, purpose: block, match: cidr, capacity: 10}
                  - {name: texts, purpose: block, match: exact, capacity: 10}
                  - {name: prefixes, purpose: custom, match: prefix, capacity: 10}
                """);
        StringBuilder rules = new StringBuilder("rules:\n");
        for (int i = 0; i < conditions.size(); i++) {
            rules.append("  - id: r").append(i);
            rules.append("\n    description: r\n    when: '").append(conditions.get(i));
            rules.append("'\n    points: 1\n    shadow: ").append(i % 5 == 4);
            rules.append("\n    reason: {code: R, text: r}\n");
        }
        Files.createDirectories(dir.resolve("rules"));
        if (!conditions.isEmpty()) {
            Files.writeString(dir.resolve("rules/r.yaml"), rules);
        }
        return PolicyLoader.load(dir);
    }

    /** Draws the dense vector anew. */
    static void draw(SplittableRandom random, double[] features) {
        for (int i = 0; i < FEATURES; i++) {
            double[] values = i < 2 ? INTEGERS : DOUBLES;
            features[i] = i < 4 ? values[random.nextInt(values.length)] : random.nextInt(2);
            if (random.nextInt(4) == 0) {
                features[i] = Double.NaN;
            }
        }
    }
}
