package dev.peregrine.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExampleConfigTest {
    private static final Path EXAMPLE =
            Path.of(System.getProperty("peregrine.root"), "conf", "peregrine.example.yaml");
    private static final Pattern COMMENTED_KEY = Pattern.compile("(?m)^( *)# ([a-z0-9-]+: \\S+)");

    @TempDir Path directory;

    @Test
    void shouldLoadAsItIs() {
        assertThat(load(EXAMPLE).config().tenants().orElseThrow()).hasSize(1);
    }

    @Test
    void shouldNameEveryKey() throws IOException {
        String text = Files.readString(EXAMPLE);
        Path everyKey =
                Files.writeString(
                        directory.resolve("every-key.yaml"),
                        COMMENTED_KEY.matcher(text).replaceAll("$1$2"));

        YamlSource file = YamlSource.read(everyKey, 1);

        for (String key : new KnownKeys().names()) {
            String name = NodeConfig.PREFIX + "." + key.replace("[*]", "[0]");
            boolean isList = new KnownKeys().names().contains(key + "[*]");
            assertThat(isList || file.getPropertyNames().contains(name)).as(key).isTrue();
        }
        assertThat(load(everyKey).config().identity().capacity()).hasValue(8640000);
    }

    @Test
    void shouldShowTheDefaults() {
        List<String> example = withoutOrigin(load(EXAMPLE));
        List<String> defaults =
                withoutOrigin(
                        new NodeConfigLoader(Map.of(), new Properties())
                                .load(
                                        Optional.empty(),
                                        new ConfigOverrides()
                                                .singleTenant(
                                                        "--policy", Path.of("policies/demo"))));
        assertThat(example)
                .filteredOn(line -> !line.startsWith("clients") && !line.contains("channels"))
                .containsExactlyElementsOf(
                        defaults.stream().filter(line -> !line.contains("channels")).toList());
    }

    private static List<String> withoutOrigin(LoadedConfig config) {
        return config.lines().stream().map(line -> line.replaceAll(" +#.*", "")).toList();
    }

    private static LoadedConfig load(Path file) {
        return new NodeConfigLoader(Map.of(), new Properties())
                .load(Optional.of(file), new ConfigOverrides());
    }
}
