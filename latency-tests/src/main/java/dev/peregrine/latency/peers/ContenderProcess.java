package dev.peregrine.latency.peers;

import dev.peregrine.latency.embedded.Installation;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs a contender in a JVM of its own, with the flags of this one, and waits for its end. */
final class ContenderProcess {
    /** The heap that every contender gets. */
    static final String HEAP = "-Xms2g";

    /** The most that it may grow to. */
    static final String MAX_HEAP = "-Xmx4g";

    private static final String ERRORS = "errors.log";
    private static final int LINES_OF_ERRORS = 3;

    private ContenderProcess() {}

    /** Where the launcher puts the peers' class path. */
    private static Path peers() {
        return Installation.root().resolve("latency-tests/target/lib/peers");
    }

    /**
     * Runs one. Blocks.
     *
     * @param directory where it writes; exists
     * @param heard gets each line that it says
     * @throws UserException when it fails; the message is the beginning of what it said
     */
    static void run(Entry entry, Path rows, Path directory, PeersPlan plan, Consumer<String> heard)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add(HEAP);
        command.add(MAX_HEAP);
        if (entry.isPeer()) {
            command.add("@" + Installation.root().resolve("jvm/peers.args"));
        }
        command.add("-cp");
        command.add(entry.isPeer() ? peersClassPath() : System.getProperty("java.class.path"));
        command.add(ContenderMain.class.getName());
        command.add(entry.contender());
        command.add(entry.settingsArgument());
        command.add(Boolean.toString(entry.computes()));
        command.add(rows.toString());
        command.add(directory.toString());
        command.add(plan.argument());
        Path errors = directory.resolve(ERRORS);
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        try (BufferedReader output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = output.readLine()) != null) {
                heard.accept(line);
            }
            if (process.waitFor() != 0) {
                throw new UserException(ExitCode.FAILURE, entry.name() + " failed: " + why(errors));
            }
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * Checks that there is what the contenders run on.
     *
     * @throws UserException when the peers are not built
     */
    static void require(List<Entry> entries) {
        if (entries.stream().anyMatch(Entry::isPeer) && !Files.isRegularFile(stamp())) {
            throw new UserException(
                    ExitCode.FAILURE,
                    "the peers are not built: run ./peregrine bench peers without"
                            + " PEREGRINE_NO_BUILD, or mvn -Ppeers -DskipTests package");
        }
    }

    /** The last thing that a build of the peers makes. */
    private static Path stamp() {
        return peers().resolve("build.stamp");
    }

    private static String peersClassPath() throws IOException {
        try (Stream<Path> jars = Files.list(peers())) {
            return String.join(
                    File.pathSeparator,
                    jars.map(Path::toString)
                            .filter(name -> name.endsWith(".jar"))
                            .sorted()
                            .toList());
        }
    }

    /** The exceptions' own lines, without where they were thrown. */
    private static String why(Path errors) throws IOException {
        try (Stream<String> lines = Files.lines(errors)) {
            return String.join(
                    "; ",
                    lines.filter(line -> line.contains("Exception") || line.contains("Error"))
                            .filter(line -> !line.startsWith("\tat"))
                            .limit(LINES_OF_ERRORS)
                            .toList());
        }
    }
}
