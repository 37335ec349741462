package dev.peregrine.scoring.engine;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/** Policies with lists, made in a directory. */
final class ListPolicies {
    /** Lists of every match. */
    static final String LISTS =
            """
            lists:
              - {name: blocked_cards, purpose: block, match: exact, capacity: 3}
              - {name: test_merchants, purpose: custom, match: prefix, capacity: 1000}
              - {name: hosting, purpose: block, match: cidr, capacity: 1000}
            """;

    /** Declines cards, reviews merchants, challenges addresses; a shadow rule approves cards. */
    static final String RULES =
            """
            rules:
              - id: blocked_card
                description: A card that is blocked.
                when: tx.card in lists.blocked_cards
                action: decline
                reason: {code: BLOCKED, text: The card is blocked.}
              - id: test_merchant
                description: A merchant of tests.
                when: tx.merchant in lists.test_merchants
                action: review
                reason: {code: TEST, text: A merchant of tests.}
              - id: hosted
                description: A payer behind a hosting provider.
                when: tx.ip in lists.hosting
                action: challenge
                reason: {code: HOSTED, text: A hosting provider.}
              - id: shadow
                description: As the first, in shadow.
                when: tx.card in lists.blocked_cards
                action: approve
                points: 500
                shadow: true
                reason: {code: SHADOW, text: In shadow.}
            """;

    private ListPolicies() {}

    static PolicyBundle load(Path dir, int version, String lists, String rules) throws Exception {
        Files.createDirectories(dir.resolve("rules"));
        Files.writeString(
                dir.resolve("policy.yaml"),
                """
                name: lists
                version: %d
                base_currency: EUR
                missing_rate: refuse
                score: {base: 10, challenge: 300, review: 500, decline: 700}
                """
                        .formatted(version));
        Files.writeString(
                dir.resolve("features.yaml"),
                """
                lateness: 10m
                entities: {card: {key: [card], capacity: 10000, max_events: 10}}
                features:
                  - {name: n, aggregate: count, entity: card, window: 1h}
                """);
        Files.writeString(dir.resolve("lists.yaml"), lists);
        Files.writeString(dir.resolve("rules/a.yaml"), rules);
        return PolicyLoader.load(dir);
    }
}
