package dev.peregrine.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rules about files rather than classes. */
@Timeout(60)
class SourceTreeTest {
    private static final Path ROOT = Path.of(System.getProperty("peregrine.root"));
    private static final int MAX_LINES = 500;

    @Test
    void shouldKeepSourceFilesShort() throws IOException {
        List<Path> sources = sources();

        assertThat(sources).isNotEmpty();
        for (Path source : sources) {
            assertThat(Files.readAllLines(source)).as(source.toString()).hasSizeLessThan(MAX_LINES);
        }
    }

    @Test
    void shouldLetNobodyDependOnTheLatencyTests() throws IOException {
        List<Path> poms = modules().map(module -> module.resolve("pom.xml")).toList();

        assertThat(poms).hasSizeGreaterThan(5);
        for (Path pom : poms) {
            if (!pom.getParent().endsWith("latency-tests")) {
                assertThat(Files.readString(pom))
                        .as(pom.toString())
                        .doesNotContain("latency-tests");
            }
        }
    }

    @Test
    void shouldKeepVersionsInTheRootPom() throws IOException {
        for (Path module : modules().toList()) {
            String pom = Files.readString(module.resolve("pom.xml"));
            String dependencies =
                    pom.contains("<dependencies>")
                            ? pom.substring(
                                    pom.indexOf("<dependencies>"), pom.indexOf("</dependencies>"))
                            : "";
            assertThat(dependencies).as(module.toString()).doesNotContain("<version>");
        }
    }

    private static Stream<Path> modules() throws IOException {
        try (Stream<Path> children = Files.list(ROOT)) {
            return children
                    .filter(child -> Files.exists(child.resolve("pom.xml")))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> modules = modules()) {
            return modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .flatMap(SourceTreeTest::walk)
                    .filter(file -> file.toString().endsWith(".java"))
                    .toList();
        }
    }

    private static Stream<Path> walk(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
