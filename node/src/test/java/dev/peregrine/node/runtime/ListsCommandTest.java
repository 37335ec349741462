package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.protocol.codec.Action;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lists of a node that runs, changed from the command line; looked at when it has stopped. */
@Timeout(180)
class ListsCommandTest {
    private static final String LIKE_A_CARD_NUMBER = "import-4111111111111111";

    @TempDir private Path directory;
    private CommandLineNode node;

    @BeforeEach
    void setUp() throws Exception {
        Path policy = directory.resolve("policy");
        Files.createDirectories(policy.resolve("rules"));
        for (String file : new String[] {"policy.yaml", "features.yaml"}) {
            Files.copy(CommandLineNode.POLICY.resolve(file), policy.resolve(file));
        }
        Files.writeString(
                policy.resolve("lists.yaml"),
                """
                lists:
                  - {name: blocked_cards, purpose: block, match: exact, capacity: 2000}
                  - {name: hosting, purpose: custom, match: cidr, capacity: 2}
                """);
        Files.writeString(
                policy.resolve("rules/lists.yaml"),
                """
                rules:
                  - id: blocked_card
                    description: A card that is blocked.
                    when: tx.card in lists.blocked_cards
                    action: decline
                    reason: {code: BLOCKED, text: The card is blocked.}
                """);
        node = new CommandLineNode(directory, "/test-node.yaml", policy);
    }

    @Test
    void shouldDeclineACardFromItsEntryOnAlsoAfterARestart() {
        try (PeregrineNode running = node.start()) {
            node.pay(running, 1);
            assertThat(node.lastAction()).isEqualTo(Action.APPROVE);

            assertThat(node.run("lists", "add", "blocked_cards", "card-1", "--reason", "stolen"))
                    .as(node.errors())
                    .isZero();
            assertThat(node.output()).isEqualTo("blocked_cards: 1 entry put\n");
            node.pay(running, 1);
            assertThat(node.lastAction()).isEqualTo(Action.DECLINE);
        }
        try (PeregrineNode running = node.start()) {
            node.pay(running, 1);
            assertThat(node.lastAction()).isEqualTo(Action.DECLINE);

            assertThat(node.run("lists", "remove", "blocked_cards", "card-1")).isZero();
            node.pay(running, 1);
            assertThat(node.lastAction()).isEqualTo(Action.APPROVE);
        }
        assertThat(node.run("replay", "--verify")).as(node.errors()).isZero();
        assertThat(node.output()).contains("differences   0");
    }

    @Test
    void shouldImportAFileAndShowWhatIsOnAList() throws Exception {
        StringBuilder cards = new StringBuilder("value,reason\n");
        for (int i = 0; i < 1500; i++) {
            cards.append("card-").append(i).append(",no ").append(i).append('\n');
        }
        Path file = directory.resolve("cards.csv");
        Files.writeString(file, cards);
        Path networks =
                Files.createDirectory(directory.resolve(LIKE_A_CARD_NUMBER))
                        .resolve("networks.csv");
        Files.writeString(networks, "value,expires\n192.0.2.0/24,2099-01-31T00:00:00Z\n");
        try (PeregrineNode running = node.start()) {
            assertThat(node.run("lists", "import", "blocked_cards", file.toString(), "--by", "ann"))
                    .as(node.errors())
                    .isZero();
            assertThat(node.output()).isEqualTo("blocked_cards: 1,500 entries put\n");
            assertThat(node.run("lists", "import", "hosting", networks.toString())).isZero();
            node.pay(running, 1);
            assertThat(node.lastAction()).isEqualTo(Action.DECLINE);

            Files.writeString(networks, "value\n192.0.2.0/24\n192.0.2.1\n192.0.2.2\n");
            assertFailure(
                    1,
                    networks + ":4:1: list 'hosting' is full (2 entries)",
                    "import",
                    "hosting",
                    networks.toString());
            assertThat(node.run("lists", "import", "hosting", networks.toString(), "--replace"))
                    .isEqualTo(1);
        }

        assertThat(node.run("lists", "show")).as(node.errors()).isZero();
        assertThat(node.output().lines())
                .anyMatch(l -> l.matches("blocked_cards +block +exact +1,500 +2,000"))
                .anyMatch(l -> l.matches("hosting +custom +cidr +2 +2"));
        assertThat(node.run("lists", "show", "blocked_cards")).isZero();
        assertThat(node.output().lines())
                .hasSize(1501)
                .anyMatch(l -> l.matches("card-77 .* no 77 \\(by ann\\)"));
        assertThat(node.run("lists", "show", "hosting", "--value", "192.0.2.77")).isZero();
        assertThat(node.output()).contains("192.0.2.0/24");
        assertFailure(
                1, "'card' is not on blocked_cards", "show", "blocked_cards", "--value", "card");
    }

    @Test
    void shouldTellMistakesAndWhatIsNotThere() throws Exception {
        Path file = directory.resolve("networks.csv");
        assertFailure(
                2,
                "no list 'blocked_card'; did you mean 'blocked_cards'?",
                "add",
                "blocked_card",
                "x");
        assertFailure(1, "no node runs here", "add", "blocked_cards", "x");
        assertFailure(
                2,
                "--until: 'soon' is no time such as",
                "add",
                "blocked_cards",
                "x",
                "--until",
                "soon");
        for (String[] wrong :
                new String[][] {
                    {"valu\n", ":1:1: unknown column 'valu'; did you mean 'value'?"},
                    {
                        "value,reason\n192.0.2.0/24,\n192.0.2.1/24,\n",
                        ":3:1: \"192.0.2.1/24\" is no IP network"
                    },
                    {"reason,value\nx,192.0.2.0/33\n", ":2:3: \"192.0.2.0/33\" is no IP network"},
                    {"value,expires\n192.0.2.1,tomorrow\n", ":2:11: 'tomorrow' is no time"},
                    {"value,reason\n192.0.2.1\n", ":2:1: the row has 1 fields, the header 2"},
                    {
                        "value,reason\n192.0.2.1,4111111111111111\n",
                        ":2:11: looks like a card number"
                    },
                }) {
            Files.writeString(file, wrong[0]);
            assertFailure(8, file + wrong[1], "import", "hosting", file.toString(), "--by", "");
        }
    }

    private void assertFailure(int code, String message, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "lists";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        assertThat(node.run(all)).as(node.errors()).isEqualTo(code);
        assertThat(node.errors()).startsWith("peregrine: ").contains(message).hasLineCount(1);
        assertThat(node.output()).isEmpty();
    }
}
