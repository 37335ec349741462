package dev.peregrine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/lists.md} shows lists and rules that are taken. */
@Timeout(60)
class ListDocumentTest {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("peregrine.root", "..")).resolve("docs/lists.md");
    private static final Pattern YAML =
            Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @TempDir private Path dir;

    @Test
    void shouldShowAValidBundle() throws Exception {
        String document = Files.readString(DOCUMENT);
        List<String> examples = YAML.matcher(document).results().map(m -> m.group(1)).toList();
        BundleFixture bundle = new BundleFixture(dir);
        bundle.write("lists.yaml", examples.get(0)).write("rules/a.yaml", examples.get(1));

        assertThat(examples).hasSize(2);
        assertThat(bundle.problems()).isEmpty();
        for (ListPurpose purpose : ListPurpose.values()) {
            assertThat(document).contains("`" + purpose.externalName() + "`");
        }
    }
}
