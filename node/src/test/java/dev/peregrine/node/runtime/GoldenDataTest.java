package dev.peregrine.node.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.peregrine.node.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A data directory that an earlier build has written is read by this one: journal, decision
 * records, snapshot and bundle. When a format or the rules of computation change on purpose, the
 * old directory stays, its test says how it is refused, and a new one comes beside it: {@code
 * -Dperegrine.test.golden=FILE} writes one.
 */
@Timeout(120)
class GoldenDataTest {
    private static final String FORMAT_1 = "/golden/data-format-1.zip";

    private static final String FORMAT_1_HASH =
            "3a1868e4ab833b5d34dd1321a80375c5 00000000000000000000000000000000"
                    + " 8a262385bc925735b4e01158a0512f39";

    @TempDir private Path directory;
    private CommandLineNode node;

    @BeforeEach
    void setUp() {
        node = new CommandLineNode(directory, "/trimming-node.yaml");
    }

    @Test
    void shouldReadADirectoryOfFormat1() throws IOException {
        unpack();

        assertThat(node.run("replay", "--verify")).as(node.output() + node.errors()).isZero();
        assertThat(node.output()).contains("decisions     40 equal", FORMAT_1_HASH);
        assertThat(node.run("snapshot", "verify")).as(node.output()).isZero();
        try (PeregrineNode running = node.start()) {
            assertThat(running.restore().refused()).isEmpty();
            assertThat(running.restore().snapshotSequence()).isPositive();
        }
        assertThat(node.run("replay", "--verify")).as(node.output() + node.errors()).isZero();
    }

    @Test
    void shouldRefuseADirectoryOfAnotherFormat() throws IOException {
        unpack();
        Files.writeString(node.data.resolve("FORMAT"), "2\n");

        assertThat(node.run("replay", "--verify")).isEqualTo(ExitCode.BAD_CONFIGURATION.code());
        assertThat(node.errors()).contains("has format \"2\", this version knows 1");
    }

    @Test
    void shouldPassOverASnapshotOfAnotherFormat() throws IOException {
        unpack();
        try (Stream<Path> snapshots = Files.list(node.data.resolve("snapshots"))) {
            for (Path snapshot : snapshots.toList()) {
                byte[] bytes = Files.readAllBytes(snapshot);
                System.arraycopy("PGSNAP99".getBytes(US_ASCII), 0, bytes, 0, 8);
                Files.write(snapshot, bytes);
            }
        }

        try (PeregrineNode running = node.start()) {
            assertThat(running.restore().refused()).isNotEmpty().allMatch(s -> s.contains("99"));
            assertThat(running.recovery().events()).isGreaterThan(40);
        }
    }

    @Test
    void shouldWriteADirectory() throws IOException {
        String file = System.getProperty("peregrine.test.golden");
        assumeTrue(file != null, "only for a new format: -Dperegrine.test.golden=FILE");
        try (PeregrineNode running = node.start()) {
            node.pay(running, 30);
            assertThat(node.run("snapshot", "take")).isZero();
            node.pay(running, 10);
        }
        pack(Path.of(file));
    }

    private void unpack() throws IOException {
        try (InputStream in = GoldenDataTest.class.getResourceAsStream(FORMAT_1);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
                Path file = node.data.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
    }

    private void pack(Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(node.data)) {
            files =
                    all.filter(Files::isRegularFile)
                            .filter(file -> !file.startsWith(node.data.resolve("state")))
                            .sorted()
                            .toList();
        }
        try (OutputStream out = Files.newOutputStream(to);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Path file : files) {
                zip.putNextEntry(
                        new ZipEntry(node.data.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
    }
}
