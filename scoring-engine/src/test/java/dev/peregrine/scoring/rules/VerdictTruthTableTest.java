package dev.peregrine.scoring.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.policy.Rule;
import dev.peregrine.policy.ScoreBands;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.scoring.engine.BitVector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The truth table of {@code docs/rules.md} says for every combination of rules and score band what
 * {@link Verdict} does.
 */
@Timeout(60)
class VerdictTruthTableTest {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("peregrine.root", "..")).resolve("docs/rules.md");
    private static final String TITLE = "## From rules to an action";
    private static final ScoreBands BANDS = new ScoreBands(0, 300, 500, 700);
    private static final List<String> COLUMNS =
            List.of(
                    "approve",
                    "challenge, even_if_allowed",
                    "decline",
                    "challenge",
                    "review",
                    "score",
                    "action");
    private static final Map<String, Integer> POINTS =
            Map.of("approve", 299, "challenge", 499, "review", 699, "decline", 700);

    @Test
    void shouldSayWhatIsDoneInEveryCase() throws Exception {
        List<List<String>> table = table();
        assertThat(table.get(0)).isEqualTo(COLUMNS);
        Map<List<String>, Integer> used = new HashMap<>();

        for (int fired = 0; fired < 1 << 5; fired++) {
            for (String band : POINTS.keySet()) {
                List<String> row = row(table, fired, band);
                used.merge(row, 1, Integer::sum);
                Action expected = Action.valueOf(row.get(6).toUpperCase(Locale.ROOT));
                assertThat(action(fired, band)).as("%s, band %s", row, band).isEqualTo(expected);
            }
        }

        assertThat(used).as("rows that say something").hasSize(table.size() - 2);
    }

    /** The first row that fits. */
    private static List<String> row(List<List<String>> table, int fired, String band) {
        return table.stream()
                .skip(2)
                .filter(row -> fits(row, fired, band))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row for " + fired + " in " + band));
    }

    private static boolean fits(List<String> row, int fired, String band) {
        for (int column = 0; column < 5; column++) {
            String cell = row.get(column);
            boolean yes = (fired >> column & 1) == 1;
            assertThat(cell).isIn("yes", "no", "any");
            if (!cell.equals("any") && cell.equals("yes") != yes) {
                return false;
            }
        }
        String cell = row.get(5);
        return cell.equals("any") || cell.equals("in the band " + band);
    }

    private static Action action(int fired, String band) {
        List<Rule> rules =
                List.of(
                        rule(Action.APPROVE, false),
                        rule(Action.CHALLENGE, true),
                        rule(Action.DECLINE, false),
                        rule(Action.CHALLENGE, false),
                        rule(Action.REVIEW, false),
                        new Rule(
                                "points", "", null, null, POINTS.get(band), false, "C", "", false));
        BitVector bits = new BitVector();
        bits.reset(rules.size());
        for (int i = 0; i < 5; i++) {
            if ((fired >> i & 1) == 1) {
                bits.set(i);
            }
        }
        bits.set(5);
        Verdict verdict = new Verdict(rules, BANDS);
        verdict.weigh(bits);
        return verdict.action();
    }

    private static Rule rule(Action action, boolean evenIfAllowed) {
        return new Rule("r", "", null, action, 0, evenIfAllowed, "C", "", false);
    }

    private static List<List<String>> table() throws Exception {
        String document = Files.readString(DOCUMENT);
        int start = document.indexOf(TITLE);
        assertThat(start).isPositive();
        int end = document.indexOf("\n## ", start + 1);
        List<List<String>> rows = new ArrayList<>();
        for (String line :
                document.substring(start, end < 0 ? document.length() : end).lines().toList()) {
            if (line.startsWith("|")) {
                rows.add(
                        List.of(line.substring(1, line.length() - 1).split("\\|", -1)).stream()
                                .map(cell -> cell.replace("`", "").strip())
                                .toList());
            }
        }
        return rows;
    }
}
