package dev.peregrine.node.process;

import dev.peregrine.node.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.bytebuddy.agent.ByteBuddyAgent;

/**
 * A node in a process of its own, to be killed; at the latest when the tests' process ends, since a
 * test that fails leaves its node behind.
 */
final class NodeProcess {
    private static final long START_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(120);
    private static final Pattern PORT = Pattern.compile("ready: http://127\\.0\\.0\\.1:(\\d+)");
    private static final int FIRST_JDK_WITH_MORE_FLAGS = 24;

    /** For a node that will not live for long. */
    private static final List<String> QUICK_START =
            List.of(
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:-BytecodeVerificationRemote");

    private static final List<String> QUIET = List.of("peregrine.pipeline.", "peregrine.warm-up.");

    private static final Queue<Process> STARTED = new ConcurrentLinkedQueue<>();

    static {
        Thread hook = new Thread(() -> STARTED.forEach(Process::destroyForcibly), "no-node-stays");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private final Process process;
    private final Path log;

    private NodeProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts {@code serve} with further options; does not wait. */
    static NodeProcess start(Path directory, int run, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("serve", "--allow-unsigned"));
        arguments.addAll(options);
        return launch(directory, run, arguments);
    }

    /** Starts {@code gateway} with further options; does not wait. */
    static NodeProcess startGateway(Path directory, int run, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("gateway", "--allow-unsigned"));
        arguments.addAll(options);
        return launch(directory, run, arguments);
    }

    /** Starts a command with options of the JVM; does not wait. */
    static NodeProcess start(
            Path directory, int run, List<String> jvmOptions, List<String> arguments) {
        List<String> jvm = new ArrayList<>(ArchivedClasses.options());
        jvm.addAll(jvmOptions);
        return launch(directory, run, List.of(), jvm, Main.class, arguments);
    }

    /** Starts a class with options of the JVM that name its class path; does not wait. */
    static NodeProcess start(
            Path directory,
            int run,
            List<String> jvmOptions,
            Class<?> main,
            List<String> arguments) {
        return launch(directory, run, List.of(), jvmOptions, main, arguments);
    }

    /** Starts a command on a machine that breaks; does not wait. */
    static NodeProcess startFaulty(
            Path directory, int run, List<String> jvmOptions, List<String> arguments) {
        List<String> jvm = new ArrayList<>(ArchivedClasses.options());
        jvm.addAll(jvmOptions);
        jvm.add("-javaagent:" + agentJar());
        jvm.add("-D" + FileFaults.DIRECTORY + "=" + directory.resolve("faults"));
        return launch(directory, run, List.of(), jvm, FaultyNode.class, arguments);
    }

    private static NodeProcess launch(Path directory, int run, List<String> arguments) {
        return launch(directory, run, List.of(), ArchivedClasses.options(), Main.class, arguments);
    }

    /**
     * Starts a command by another, such as a shell's.
     *
     * @param wrapper the other, to which the java command is appended
     */
    static NodeProcess startWrapped(
            Path directory, int run, List<String> wrapper, List<String> arguments) {
        return launch(directory, run, wrapper, ArchivedClasses.options(), Main.class, arguments);
    }

    private static NodeProcess launch(
            Path directory,
            int run,
            List<String> wrapper,
            List<String> jvmOptions,
            Class<?> main,
            List<String> arguments) {
        Path root = Path.of(System.getProperty("peregrine.root"));
        Path log = directory.resolve("node-" + run + ".log");
        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + root.resolve("jvm/common.args"));
        if (Runtime.version().feature() >= FIRST_JDK_WITH_MORE_FLAGS) {
            command.add("@" + root.resolve("jvm/jdk24.args"));
        }
        command.addAll(QUICK_START);
        command.addAll(quietNode());
        command.addAll(jvmOptions);
        command.add(main.getName());
        command.addAll(arguments);
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            STARTED.add(process);
            return new NodeProcess(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What pom.xml tells the nodes of all tests, as options of the JVM. */
    private static List<String> quietNode() {
        return System.getProperties().stringPropertyNames().stream()
                .filter(name -> QUIET.stream().anyMatch(name::startsWith))
                .map(name -> "-D" + name + "=" + System.getProperty(name))
                .toList();
    }

    /** Waits until the node says that it is ready. */
    NodeProcess awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + START_TIMEOUT_NS;
        while (!output().contains("ready: ")) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                throw new AssertionError("the node did not start: " + output());
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return this;
    }

    /** Runs a command to its end; for those that are expected to fail. */
    static NodeProcess run(Path directory, int run, List<String> arguments)
            throws InterruptedException {
        return launch(directory, run, arguments).awaitEnd();
    }

    /** Waits until the process has ended by itself. */
    NodeProcess awaitEnd() throws InterruptedException {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError("did not end: " + output());
        }
        return this;
    }

    /** Port of its HTTP gateway. */
    int port() {
        Matcher matcher = PORT.matcher(output());
        if (!matcher.find()) {
            throw new AssertionError("no port: " + output());
        }
        return Integer.parseInt(matcher.group(1));
    }

    private static Path agentJar() {
        try {
            return Path.of(
                    ByteBuddyAgent.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    int exitCode() {
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM; gives the exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the node did not stop: " + output());
        }
        return process.exitValue();
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
