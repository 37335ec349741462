package dev.peregrine.node.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.peregrine.node.LearningPolicy;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.protocol.codec.LabelKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A data directory that an earlier build has written is read by this one: journal, decision
 * records, snapshot and bundle. When a format or the rules of computation change on purpose, the
 * old directory stays, its test says how it is refused, and a new one comes beside it: {@code
 * -Dperegrine.test.golden=DIRECTORY} writes them.
 */
@Timeout(120)
class GoldenDataTest {
    private static final long PAST_THE_HORIZON_MS = 1_500;

    @TempDir private Path directory;
    private CommandLineNode node;

    /** A directory that was written earlier. */
    private enum Golden {
        PLAIN(
                "/golden/data-format-1.zip",
                "3a1868e4ab833b5d34dd1321a80375c5 00000000000000000000000000000000"
                        + " 8a262385bc925735b4e01158a0512f39"),
        /** The champion learns; its snapshot ends with what it has learned, and what waits. */
        LEARNING(
                "/golden/data-format-1-learning.zip",
                "6ab2c0297fb7a4771e68919ffeb02473 7eefa0dcb54d36acddccc3e8053e0648"
                        + " df14d4d57bfefd151face74df19ca6c3");

        private final String file;
        private final String hash;

        Golden(String file, String hash) {
            this.file = file;
            this.hash = hash;
        }
    }

    @BeforeEach
    void setUp() {
        node = new CommandLineNode(directory, "/trimming-node.yaml");
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadADirectoryOfFormat1(Golden golden) throws IOException {
        unpack(golden);
        if (golden == Golden.LEARNING) {
            node = learning();
        }

        assertThat(node.run("replay", "--verify")).as(node.output() + node.errors()).isZero();
        assertThat(node.output()).contains("decisions     40 equal", golden.hash);
        assertThat(node.run("snapshot", "verify")).as(node.output()).isZero();
        try (PeregrineNode running = node.start()) {
            assertThat(running.restore().refused()).isEmpty();
            assertThat(running.restore().snapshotSequence()).isPositive();
            int learners = running.metrics().state().learners().learners().size();
            assertThat(learners).isEqualTo(golden == Golden.LEARNING ? 1 : 0);
        }
        assertThat(node.run("replay", "--verify")).as(node.output() + node.errors()).isZero();
    }

    @Test
    void shouldRefuseADirectoryOfAnotherFormat() throws IOException {
        unpack(Golden.PLAIN);
        Files.writeString(node.data.resolve("FORMAT"), "2\n");

        assertThat(node.run("replay", "--verify")).isEqualTo(ExitCode.BAD_CONFIGURATION.code());
        assertThat(node.errors()).contains("has format \"2\", this version knows 1");
    }

    @Test
    void shouldPassOverASnapshotOfAnotherFormat() throws IOException {
        unpack(Golden.PLAIN);
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

    @ParameterizedTest
    @EnumSource
    void shouldWriteADirectory(Golden golden) throws Exception {
        String to = System.getProperty("peregrine.test.golden");
        assumeTrue(to != null, "only for a new format: -Dperegrine.test.golden=DIRECTORY");
        if (golden == Golden.LEARNING) {
            node = learning();
        }
        try (PeregrineNode running = node.start()) {
            node.pay(running, 20);
            if (golden == Golden.LEARNING) {
                node.label(running, 3, LabelKind.FRAUD, 1);
                Thread.sleep(PAST_THE_HORIZON_MS);
            }
            node.pay(running, 10);
            assertThat(node.run("snapshot", "take")).isZero();
            node.pay(running, 10);
        }
        assertThat(node.run("replay", "--verify")).isZero();
        Files.writeString(Path.of(to, golden + ".txt"), node.output());
        pack(Path.of(to).resolve(golden.file.substring("/golden/".length())));
    }

    private static boolean isMadeAgain(Path file) {
        return Set.of("evidence", "side", "latency").contains(file.getName(0).toString());
    }

    private CommandLineNode learning() throws IOException {
        return new CommandLineNode(
                directory,
                "/trimming-node.yaml",
                LearningPolicy.write(directory.resolve("policy"), "1s"));
    }

    private void unpack(Golden golden) throws IOException {
        try (InputStream in = GoldenDataTest.class.getResourceAsStream(golden.file);
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
                            .filter(file -> !isMadeAgain(node.data.relativize(file)))
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
