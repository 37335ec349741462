package dev.peregrine.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.launcher.Launcher.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When the launcher builds, and which Java it takes: a copy of it among stand-ins for both. */
@Timeout(120)
class LauncherTest {
    private static final String BUILDS =
            """
            #!/bin/sh
            echo built >> "$(dirname "$0")/builds"
            echo "output of the build"
            mkdir -p latency-tests/target/lib
            touch latency-tests/target/lib/a.jar
            TZ=UTC0 date +%Y%m%d%H%M.%S > latency-tests/target/lib/build.stamp
            """;

    @TempDir Path directory;
    private Path root;
    private Path bin;
    private Path source;

    @BeforeEach
    void makeATree() throws IOException {
        root = Files.createDirectories(directory.resolve("a tree"));
        bin = Files.createDirectories(directory.resolve("bin"));
        Files.copy(Launcher.SCRIPT, root.resolve("peregrine"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectories(root.resolve("jvm"));
        Files.createFile(root.resolve("pom.xml"));
        Path main = Files.createDirectories(root.resolve("node/src/main"));
        Files.createFile(root.resolve("node/pom.xml"));
        source = Files.createFile(main.resolve("A.java"));
        makeJdk("17.0.1", "java.base jdk.compiler");
        age(source, main, root.resolve("pom.xml"), root.resolve("node/pom.xml"));
    }

    @Test
    void shouldBuildOnceWhatIsMissing() throws Exception {
        script("mvn", BUILDS);

        Ended first = launcher().run("a");
        Ended second = launcher().run("b");

        assertThat(first.errLines()).hasSize(1);
        assertThat(first.err()).startsWith("peregrine: building");
        assertThat(first.out()).endsWith("dev.peregrine.node.cli.Main a\n");
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).endsWith("dev.peregrine.node.cli.Main b\n");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void shouldMapTheClassesThatTheBuildHasArchived() throws Exception {
        script("mvn", BUILDS);
        executable(
                directory.resolve("jdk/bin/java"),
                """
                #!/bin/sh
                for a in "$@"; do
                    case $a in -XX:ArchiveClassesAtExit=*) touch "${a#*=}"; echo "ready: " ;; esac
                done
                echo "$@"
                """);

        Ended built = launcher().run("a");
        Ended again = launcher().run("a");
        makeJdk("25.0.3", "java.base jdk.compiler");
        Ended other = launcher().run("a");

        assertThat(built.out()).contains("-XX:SharedArchiveFile=").doesNotContain("AtExit");
        assertThat(again.out()).contains("lib/classes-17.0.1.jsa");
        assertThat(other.out()).doesNotContain("SharedArchiveFile");
    }

    @Test
    void shouldBuildAgainWhenASourceIsNewer() throws Exception {
        script("mvn", BUILDS);
        launcher().run();
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));

        Ended ended = launcher().run();

        assertThat(ended.err()).startsWith("peregrine: building");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void shouldBuildThePeersForTheirBenchmarkOnly() throws Exception {
        Files.createDirectories(root.resolve("latency-tests/peers/src/main"));
        Files.createFile(root.resolve("latency-tests/peers/pom.xml"));
        age(
                root.resolve("latency-tests/peers/src/main"),
                root.resolve("latency-tests/peers/pom.xml"));
        script("mvn", BUILDS);
        launcher().run("bench", "ipc");
        assertThat(builds()).isEqualTo(1);
        script(
                "mvn",
                BUILDS
                        + """
                        echo "$@" > "$(dirname "$0")/arguments"
                        mkdir -p latency-tests/target/lib/peers
                        cp latency-tests/target/lib/build.stamp latency-tests/target/lib/peers/
                        """);

        launcher().run("bench", "peers");
        launcher().run("bench", "peers");
        launcher().run("bench", "ipc");

        assertThat(builds()).isEqualTo(2);
        assertThat(bin.resolve("arguments")).content().contains("-Ppeers");
    }

    @Test
    void shouldBuildAgainWhenASourceIsGone() throws Exception {
        script("mvn", BUILDS);
        launcher().run();
        Files.delete(source);
        Files.setLastModifiedTime(source.getParent(), FileTime.from(Instant.now().plusSeconds(60)));

        launcher().run();

        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void shouldBuildOnceForTwoLaunches() throws Exception {
        script("mvn", BUILDS.replace("mkdir", "sleep 1\nmkdir"));
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            Future<Ended> one = executor.submit(() -> launcher().run());
            Future<Ended> other = executor.submit(() -> launcher().run());

            assertThat(one.get().exitCode()).isZero();
            assertThat(other.get().exitCode()).isZero();
            assertThat(builds()).isEqualTo(1);
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void shouldShowTheEndOfAFailedBuild() throws Exception {
        script("mvn", "#!/bin/sh\necho 'no such symbol'\nexit 1\n");

        Ended ended = launcher().run();

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .contains("no such symbol")
                .contains("peregrine: the build failed")
                .contains("target/build.log");
    }

    @Test
    void shouldNotBuildWhenForbidden() throws Exception {
        script("mvn", BUILDS);

        Ended ended = launcher().with("PEREGRINE_NO_BUILD", "1").run();

        assertError(ended, "not built");
        assertThat(bin.resolve("builds")).doesNotExist();
    }

    @Test
    void shouldAddFlagsOfNewerJdksOnlyThere() throws Exception {
        script("mvn", BUILDS);

        assertThat(launcher().run().out()).contains("common.args").doesNotContain("jdk24.args");
        makeJdk("25.0.3", "java.base jdk.compiler");
        assertThat(launcher().run().out()).contains("common.args").contains("jdk24.args");
        makeJdk("24", "java.base jdk.compiler");
        assertThat(launcher().run().out()).contains("jdk24.args");
    }

    @Test
    void shouldPassOptionsOfTheUserToTheJvm() throws Exception {
        script("mvn", BUILDS);

        Ended ended = launcher().with("PEREGRINE_JAVA_OPTS", "-Xmx1g -Da=b").run("x y");

        assertThat(ended.out()).contains(" -Xmx1g -Da=b -cp ").endsWith(" x y\n");
    }

    @Test
    void shouldRefuseAnOldJava() throws Exception {
        makeJdk("11.0.2", "java.base jdk.compiler");
        assertError(launcher().run(), "needs a JDK, 17 or newer");
        makeJdk("1.8.0_392", "java.base jdk.compiler");
        assertError(launcher().run(), "is 1.8.0_392");
    }

    @Test
    void shouldRefuseARuntimeWithoutACompiler() throws Exception {
        makeJdk("17.0.1", "java.base java.compiler");

        assertError(launcher().run(), "a runtime without one");
    }

    @Test
    void shouldTellAWrongJavaHome() throws Exception {
        assertError(
                launcher().with("JAVA_HOME", directory + "/none").run(),
                "where there is no bin/java");
    }

    private Launcher launcher() {
        return new Launcher(root.resolve("peregrine"), directory)
                .with("JAVA_HOME", directory.resolve("jdk").toString())
                .with("PATH", bin + ":" + System.getenv("PATH"));
    }

    private void makeJdk(String version, String modules) throws IOException {
        Path home = directory.resolve("jdk");
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(
                home.resolve("release"),
                "JAVA_VERSION=\"%s\"\nMODULES=\"%s\"\n".formatted(version, modules));
        executable(home.resolve("bin/java"), "#!/bin/sh\necho \"$@\"\n");
    }

    private void script(String name, String content) throws IOException {
        executable(bin.resolve(name), content);
    }

    private static void executable(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private long builds() throws IOException {
        return Files.readAllLines(bin.resolve("builds")).size();
    }

    private static void age(Path... paths) throws IOException {
        for (Path path : paths) {
            Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(3600)));
        }
    }

    private static void assertError(Ended ended, String message) {
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.errLines()).hasSize(1);
        assertThat(ended.err()).startsWith("peregrine: ").contains(message);
    }
}
