package dev.peregrine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/rules.md} says what rules can use, and what not. */
@Timeout(60)
class RuleDocumentTest {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("peregrine.root", "..")).resolve("docs/rules.md");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern YAML =
            Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @TempDir private Path dir;
    private BundleFixture bundle;
    private String document;

    @BeforeEach
    void read() throws Exception {
        bundle = new BundleFixture(dir).write("lists.yaml", BundleFixture.LISTS);
        document = Files.readString(DOCUMENT);
        bundle.write("parameters.yaml", parameters());
    }

    @Test
    void shouldShowAValidRule() throws Exception {
        List<String> examples = YAML.matcher(document).results().map(m -> m.group(1)).toList();

        assertThat(examples).isNotEmpty();
        for (String example : examples) {
            boolean rules = example.startsWith("rules:");
            bundle.write(rules ? "rules/a.yaml" : "parameters.yaml", example);
            assertThat(bundle.problems()).isEmpty();
        }
    }

    private String parameters() {
        return YAML.matcher(document)
                .results()
                .map(m -> m.group(1))
                .filter(example -> example.startsWith("parameters:"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldNameEveryField() {
        String section = section("What a condition sees");

        for (TransactionVariable variable : TransactionVariable.values()) {
            assertThat(section).contains("`" + variable.externalName() + "`");
        }
    }

    @Test
    void shouldShowConditionsThatAreTaken() throws Exception {
        List<String> conditions = conditions(section("What it can be made of"));

        assertThat(conditions).hasSizeGreaterThan(15);
        for (String condition : conditions) {
            bundle.when(">\n      " + condition);
            assertThat(bundle.problems()).as(condition).isEmpty();
        }
    }

    @Test
    void shouldShowConditionsThatAreRefusedAndWhatToWriteInstead() throws Exception {
        int refused = 0;
        for (String line : section("What is refused, and why").lines().toList()) {
            String[] cells = line.split("(?<!\\\\)\\|", -1);
            if (cells.length < 4) {
                continue;
            }
            for (String condition : conditions(cells[1])) {
                bundle.when(">\n      " + condition);
                assertThat(bundle.problems())
                        .as(condition)
                        .singleElement()
                        .asString()
                        .contains("not supported in rules: ");
                refused++;
            }
            for (String condition : conditions(cells[2])) {
                bundle.when(">\n      " + condition);
                assertThat(bundle.problems()).as(condition).isEmpty();
            }
        }

        assertThat(refused).isGreaterThan(8);
    }

    private String section(String title) {
        int start = document.indexOf("## " + title);
        int end = document.indexOf("\n## ", start + 1);
        assertThat(start).isPositive();
        return document.substring(start, end < 0 ? document.length() : end);
    }

    /** What is written as code and is more than a name. */
    private static List<String> conditions(String text) {
        return CODE.matcher(text)
                .results()
                .map(m -> m.group(1).replace("\\|", "|"))
                .filter(code -> code.contains(" ") || code.matches(".+\\(.+\\)"))
                .toList();
    }
}
