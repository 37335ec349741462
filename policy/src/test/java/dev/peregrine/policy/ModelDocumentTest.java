package dev.peregrine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.policy.model.ModelSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples of {@code docs/models.md} make one bundle, which is valid. */
@Timeout(60)
class ModelDocumentTest {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("peregrine.root", "..")).resolve("docs/models.md");
    private static final Pattern FILE =
            Pattern.compile(
                    "^`(models/\\S+)`:\\n\\n```\\w+\\n(.*?)^```$",
                    Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern POLICY =
            Pattern.compile("^```yaml\\n(champion:.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern CONDITION = Pattern.compile("`([^`\\n]*\\bmodel\\.[^`\\n]+)`");

    @TempDir private Path dir;
    private BundleFixture bundle;
    private String document;

    @BeforeEach
    void writeExamples() throws Exception {
        document = Files.readString(DOCUMENT);
        bundle = new BundleFixture(dir);
        Matcher files = FILE.matcher(document);
        while (files.find()) {
            bundle.write(files.group(1), files.group(2));
        }
        Matcher policy = POLICY.matcher(document);
        assertThat(policy.find()).isTrue();
        String head = BundleFixture.POLICY.substring(0, BundleFixture.POLICY.indexOf("score:"));
        bundle.write("policy.yaml", head + policy.group(1));
    }

    @Test
    void shouldShowAValidBundle() throws Exception {
        assertThat(bundle.problems()).isEmpty();
        PolicyBundle loaded = bundle.load();
        assertThat(loaded.models()).extracting(ModelSpec::id).containsExactly("habits", "payment");
        assertThat(loaded.champion()).contains("payment");
    }

    @Test
    void shouldShowConditionsThatAreTaken() throws Exception {
        List<String> conditions =
                CONDITION.matcher(document).results().map(m -> m.group(1)).toList();

        assertThat(conditions).hasSizeGreaterThan(2);
        for (String condition : conditions) {
            bundle.when(condition);
            assertThat(bundle.problems()).as(condition).isEmpty();
        }
    }
}
