package dev.peregrine.latency.journal;

import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A policy with room for so many cards: sliding windows of a card and of a merchant, no rules. */
final class CardPolicy {
    private CardPolicy() {}

    /** Writes the bundle into a directory that is made. */
    static Path write(Path directory, long cards) {
        try {
            Files.createDirectories(directory);
            Files.writeString(
                    directory.resolve("policy.yaml"),
                    """
                    name: cards
                    version: 1
                    base_currency: EUR
                    missing_rate: refuse
                    score: {base: 100, challenge: 300, review: 500, decline: 700}
                    """);
            Files.writeString(
                    directory.resolve("features.yaml"),
                    """
                    lateness: 1m
                    entities:
                      card: {key: [card], capacity: %d, max_events: 256}
                      merchant: {key: [merchant], capacity: %d, max_events: 4096}
                    features:
                      - {name: card_count_1h, aggregate: count, entity: card, window: 1h}
                      - {name: card_sum_1d, aggregate: sum, entity: card, window: 1d}
                      - {name: card_mean_7d, aggregate: mean, entity: card, window: 7d}
                      - {name: card_since_last, aggregate: time_since_last, entity: card, window: 7d}
                      - {name: merchant_count_10m, aggregate: count, entity: merchant, window: 10m}
                    """
                            .formatted(cards + cards / 8, CardPayments.MERCHANTS * 2));
            return directory;
        } catch (IOException e) {
            throw new UserException(ExitCode.FAILURE, directory + ": " + e.getMessage(), e);
        }
    }
}
