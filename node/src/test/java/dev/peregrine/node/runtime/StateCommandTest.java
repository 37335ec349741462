package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The feature state as operators look at it, rebuilt from what a node left that ran. */
@Timeout(180)
class StateCommandTest {
    @TempDir private Path directory;
    private CommandLineNode node;

    @BeforeEach
    void setUp() {
        node = new CommandLineNode(directory);
    }

    @Test
    void shouldShowTheStateAtTheJournalsEnd() {
        try (PeregrineNode running = node.start()) {
            node.pay(running, 5);
        }

        assertThat(node.run("state", "list")).as(node.errors()).isZero();
        assertThat(node.output().lines())
                .anyMatch(l -> l.matches("card +1 +200,000 +0 +0 +0"))
                .anyMatch(l -> l.matches("card_merchant +2 +1,000,000 +0 +0 +0"));

        assertThat(show("card", "card-1")).as(node.errors()).isZero();
        assertThat(node.output().lines())
                .anyMatch(l -> l.equals("entity   card card-1"))
                .anyMatch(l -> l.matches("events +5 kept, room for 8; latest .*"))
                .anyMatch(l -> l.matches("\\d sliding 1d +5 +0 +510 .*"))
                .anyMatch(l -> l.matches(Instant.ofEpochSecond(0, node.startNs()) + " +0 +100 .*"));

        assertThat(show("card_merchant", "card-1,shop-0")).isZero();
        assertThat(node.output()).contains("3 kept");
        assertThat(
                        node.run(
                                "state",
                                "show",
                                "--entity",
                                "card_merchant",
                                "--key",
                                "card-1",
                                "--key",
                                "shop-1"))
                .isZero();
        assertThat(node.output()).contains("2 kept");

        assertFailure(2, "no entity type 'crad'; did you mean 'card'?", "crad", "card-1");
        assertFailure(2, "1 value, but a card_merchant has", "card_merchant", "card-1");
        assertFailure(1, "no card of key 'card-2' is held", "card", "card-2");
    }

    private int show(String entity, String key) {
        return node.run("state", "show", "--entity", entity, "--key", key);
    }

    private void assertFailure(int code, String message, String entity, String key) {
        assertThat(show(entity, key)).isEqualTo(code);
        assertThat(node.errors()).startsWith("peregrine: ").contains(message).hasLineCount(1);
        assertThat(node.output()).isEmpty();
    }
}
