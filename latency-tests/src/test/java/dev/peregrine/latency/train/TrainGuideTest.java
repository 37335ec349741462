package dev.peregrine.latency.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.peregrine.node.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/train.md}, from top to bottom: its files are written, and its commands run. */
@Timeout(300)
class TrainGuideTest {
    private static final Path ROOT = Path.of(System.getProperty("peregrine.root"));
    private static final Pattern BLOCK =
            Pattern.compile(
                    "^(?:`(\\S+)`:\\n\\n)?```(\\w+)\\n(.*?)^```$",
                    Pattern.MULTILINE | Pattern.DOTALL);

    @TempDir private Path directory;
    private final List<String> said = new ArrayList<>();

    @Test
    void shouldDoWhatItSays() throws Exception {
        HandbookHistory.write(directory.resolve("transactions-2018-q2.csv.gz"));
        Matcher blocks = BLOCK.matcher(Files.readString(ROOT.resolve("docs/train.md")));
        while (blocks.find()) {
            if (blocks.group(2).equals("sh")) {
                for (String line : blocks.group(3).lines().toList()) {
                    run(List.of(line.split(" ", -1)));
                }
            } else if (blocks.group(1) != null) {
                Path file = directory.resolve(blocks.group(1));
                Files.createDirectories(file.getParent());
                Files.writeString(file, blocks.group(3));
            }
        }

        assertThat(said).anyMatch(text -> text.startsWith("trained on 4,200 payments, "));
        assertThat(said).anyMatch(text -> text.startsWith("OK: fraud-handbook-plus version 2, "));
        JsonNode all = summary("test-all");
        assertThat(all.at("/input/rows_decided").asInt()).isEqualTo(2100);
        assertThat(all.at("/metrics/roc_auc").asDouble()).isGreaterThan(0.8);
        assertThat(all.at("/metrics/average_precision").asDouble()).isGreaterThan(0.5);
        assertThat(all.at("/rules/0/id").asText()).isEqualTo("model_is_sure");
        assertThat(all.at("/rules/0/fired").asInt()).isPositive();
        assertThat(all.at("/decisions/decline").asInt()).as("in shadow").isZero();
        assertThat(summary("test-filtered").at("/input/rows_left_out").asInt()).isPositive();
    }

    private JsonNode summary(String name) throws IOException {
        return new ObjectMapper()
                .readTree(directory.resolve("results").resolve(name + "/summary.json").toFile());
    }

    private void run(List<String> words) throws IOException {
        if (words.get(0).equals("cp")) {
            copy(ROOT.resolve(words.get(2)), directory.resolve(words.get(3)));
            return;
        }
        assertThat(words.get(0)).isEqualTo("./peregrine");
        String[] arguments =
                words.subList(1, words.size()).stream().map(this::absolute).toArray(String[]::new);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code =
                Main.commandLine()
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(arguments);
        assertThat(code).as("%s: %s", words, err).isZero();
        said.add(out.toString());
    }

    private String absolute(String word) {
        if (word.startsWith("policies/")) {
            return ROOT.resolve(word).toString();
        }
        boolean file = word.contains("/") || word.contains(".csv") || word.equals("train.params");
        return file || word.equals("shop") ? directory.resolve(word).toString() : word;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }
}
