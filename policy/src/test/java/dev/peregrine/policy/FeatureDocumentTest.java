package dev.peregrine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples of {@code docs/features.md} make one bundle, which is valid. */
@Timeout(60)
class FeatureDocumentTest {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("peregrine.root", "..")).resolve("docs/features.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @TempDir private Path dir;
    private List<FeatureSpec> features;

    @BeforeEach
    void readExamples() throws Exception {
        BundleFixture bundle = new BundleFixture(dir);
        List<String> lists = new ArrayList<>();
        String frame = "";
        for (String example : examples()) {
            if (example.startsWith("attributes:")) {
                bundle.write("attributes.yaml", example);
            } else if (example.startsWith("zones:")) {
                bundle.write("zones.yaml", example);
            } else if (example.startsWith("lateness:")) {
                frame = example;
            } else {
                lists.add(example);
            }
        }
        bundle.write("features.yaml", frame.replace("features: []", "features:\n") + indent(lists));
        bundle.when("tx.amount_minor > 0");
        features = bundle.load().features().features();
    }

    @Test
    void shouldHaveAnExampleOfEveryAggregate() {
        assertThat(features.stream().map(FeatureSpec::aggregate).distinct().toList())
                .containsExactlyInAnyOrder(Aggregate.values());
    }

    @Test
    void shouldHaveAnExampleOfEveryWindow() {
        assertThat(features.stream().map(FeatureSpec::window).filter(w -> w != null))
                .extracting(Window::kind)
                .contains(Window.Kind.values());
        assertThat(features.stream().map(FeatureSpec::window).filter(w -> w != null))
                .extracting(Window::unit)
                .contains(CalendarUnit.values());
    }

    private static String indent(List<String> lists) {
        return String.join("", lists)
                .lines()
                .map(line -> "  " + line + "\n")
                .collect(Collectors.joining());
    }

    private static List<String> examples() throws Exception {
        String document = Files.readString(DOCUMENT);
        List<String> examples = EXAMPLE.matcher(document).results().map(m -> m.group(1)).toList();
        assertThat(examples).hasSize(document.split("```yaml", -1).length - 1);
        return examples;
    }
}
