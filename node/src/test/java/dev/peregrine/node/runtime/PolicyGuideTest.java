package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.node.cli.Main;
import dev.peregrine.node.config.ConfigOverrides;
import dev.peregrine.node.config.NodeConfigLoader;
import dev.peregrine.replay.recovery.ReplayProgress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/policy.md}, from top to bottom: its files are written, and its commands run. */
@Timeout(300)
class PolicyGuideTest {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("peregrine.root")).resolve("docs/policy.md");
    private static final Pattern BLOCK =
            Pattern.compile(
                    "^(?:`(\\S+)`(?:, changed)?:\\n\\n)?```(\\w+)\\n(.*?)^```$",
                    Pattern.MULTILINE | Pattern.DOTALL);

    /** A word, or several in double quotes. */
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    @TempDir private Path directory;
    private final List<String> said = new ArrayList<>();
    private PeregrineNode node;

    @AfterEach
    void stop() {
        CloseHelper.close(node);
    }

    @Test
    void shouldDoWhatItSays() throws Exception {
        Matcher blocks = BLOCK.matcher(Files.readString(DOCUMENT));
        while (blocks.find()) {
            if (blocks.group(2).equals("sh")) {
                for (String line : blocks.group(3).lines().toList()) {
                    run(line);
                }
            } else {
                assertThat(blocks.group(1)).as(blocks.group(3)).isNotNull();
                write(blocks.group(1), blocks.group(3));
            }
        }

        assertThat(said)
                .anyMatch(text -> text.startsWith("OK: shop version 1, 3 features, 3 rules"))
                .anyMatch(text -> text.startsWith("signed: shop version 2"))
                .anyMatch(
                        text ->
                                text.contains("~ rule many_payments\n")
                                        && text.contains(
                                                "when: features.card_count_1h > 5 ->"
                                                        + " features.card_count_1h > 8\n")
                                        && text.contains("+ model habits\n")
                                        && text.contains("state of features: kept\n"))
                .anyMatch(text -> text.startsWith("policy shop version 2 is active from sequence"))
                .anyMatch(text -> text.startsWith("policy shop version 1 is active from sequence"))
                .anyMatch(text -> text.equals("blocked_cards: 1 entry put\n"));
    }

    private void write(String name, String content) throws Exception {
        if (name.equals("node.yaml")) {
            Files.writeString(
                    directory.resolve(name),
                    content.replace("data-dir: data", "data-dir: " + directory.resolve("data"))
                                    .replace("policy: shop", "policy: " + directory.resolve("shop"))
                                    .replace("[analyst", "[" + directory.resolve("analyst"))
                            + "http: {enabled: false}\n"
                            + "identity: {capacity: 10000}\n");
        } else {
            Path file = directory.resolve("shop").resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        }
    }

    private void run(String line) {
        assertThat(line).startsWith("./peregrine ");
        List<String> arguments = new ArrayList<>();
        WORD.matcher(line)
                .results()
                .skip(1)
                .map(m -> m.group(1) == null ? m.group(2) : m.group(1))
                .map(this::absolute)
                .forEach(arguments::add);
        if (arguments.get(0).equals("serve")) {
            node =
                    PeregrineNode.start(
                            new NodeConfigLoader()
                                    .load(
                                            Optional.of(directory.resolve("node.yaml")),
                                            new ConfigOverrides())
                                    .config(),
                            ReplayProgress.NONE,
                            (component, failure) -> failure.printStackTrace());
            return;
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code =
                Main.commandLine()
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(arguments.toArray(new String[0]));
        assertThat(code).as(line + "\n" + err).isZero();
        said.add(out.toString());
    }

    private String absolute(String word) {
        boolean isPath = Arrays.asList("shop", "analyst.pem", "node.yaml").contains(word);
        return isPath ? directory.resolve(word).toString() : word;
    }
}
