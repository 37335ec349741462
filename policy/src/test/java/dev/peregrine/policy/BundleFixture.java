package dev.peregrine.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes bundles for tests: a valid one, whose files a test then replaces. */
final class BundleFixture {
    static final String POLICY =
            """
            name: test
            version: 1
            base_currency: EUR
            missing_rate: refuse
            score: {base: 10, challenge: 300, review: 500, decline: 700}
            """;
    static final String FEATURES =
            """
            lateness: 10m
            entities:
              card: {key: [card], capacity: 1000, max_events: 100}
            features:
              - {name: n_1h, aggregate: count, entity: card, window: 1h}
              - {name: mean_1d, aggregate: mean, entity: card, window: 1d, unit: major}
              - {name: fresh, aggregate: first_time, entity: card, window: 30d}
            """;
    static final String LISTS =
            """
            lists:
              - name: blocked_cards
                description: Cards reported stolen.
                purpose: block
                match: exact
                capacity: 100000
              - {name: trusted_merchants, purpose: allow, match: prefix, capacity: 100}
              - {name: hosting_networks, purpose: custom, match: cidr, capacity: 5000}
            """;
    static final String RULES =
            """
            rules:
              - id: many
                description: Many payments in an hour.
                when: features.n_1h > 5
                points: 300
                reason: {code: MANY, text: Many payments in an hour.}
            """;
    static final String INPUT =
            """
            csv:
              event_id: ID
              time: {column: AT, pattern: "yyyy-MM-dd HH:mm:ss"}
              amount: {column: AMOUNT, scale: 2, rounding: half_even, tolerance: 0.001}
              currency: EUR
              keys: {card: CARD}
              label: {column: FRAUD, delay: 7d}
            """;

    private final Path dir;

    BundleFixture(Path dir) throws IOException {
        this.dir = dir;
        write("policy.yaml", POLICY);
        write("features.yaml", FEATURES);
        write("rules/a.yaml", RULES);
        write("input.yaml", INPUT);
    }

    Path dir() {
        return dir;
    }

    BundleFixture write(String path, String content) throws IOException {
        Path file = dir.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    BundleFixture replace(String path, String old, String replacement) throws IOException {
        String content = Files.readString(dir.resolve(path));
        if (!content.contains(old)) {
            throw new IllegalArgumentException(path + " does not contain " + old);
        }
        return write(path, content.replace(old, replacement));
    }

    /** A rule file whose only rule has this condition. */
    BundleFixture when(String condition) throws IOException {
        return write("rules/a.yaml", RULES.replace("features.n_1h > 5", condition));
    }

    PolicyBundle load() throws PolicyException {
        return PolicyLoader.load(dir);
    }

    /** Problems of the bundle, without the directory; empty when it is valid. */
    List<String> problems() {
        try {
            load();
            return List.of();
        } catch (PolicyException e) {
            return e.problems().stream().map(p -> p.replace(dir + "/", "")).toList();
        }
    }
}
