package dev.peregrine.latency.journal;

import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process whose output is read, and that is killed in the end. */
public final class ChildProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final StringBuilder said = new StringBuilder();

    private ChildProcess(ProcessBuilder builder) throws IOException {
        process = builder.redirectErrorStream(true).start();
        output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static ChildProcess of(List<String> command) throws IOException {
        return new ChildProcess(new ProcessBuilder(command));
    }

    /** The main class in a JVM with the flags and the class path of this one. */
    public static ChildProcess ofThisJvm(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return of(command);
    }

    /**
     * Waits for a line that begins with a text, and gives it.
     *
     * @throws UserException when the process ends before; the message is the last that it has said
     */
    public String await(String beginning) throws IOException {
        String line;
        while ((line = output.readLine()) != null) {
            said.append(line).append('\n');
            if (line.startsWith(beginning)) {
                return line;
            }
        }
        throw new UserException(ExitCode.FAILURE, "the process ended: " + lastLine());
    }

    /** The last thing that it said; of a stack trace what it is of. */
    private String lastLine() {
        return said.toString()
                .lines()
                .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
                .reduce("", (before, line) -> line);
    }

    /** What was read so far. */
    String said() {
        return said.toString();
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws Exception {
        kill();
        output.close();
    }
}
