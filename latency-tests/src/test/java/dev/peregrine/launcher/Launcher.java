package dev.peregrine.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs {@code ./peregrine} as a child process, and keeps what it printed. */
final class Launcher {
    static final Path SCRIPT = Path.of(System.getProperty("peregrine.root"), "peregrine");

    private final Path script;
    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();

    /**
     * @param script the launcher, or a link to it
     * @param directory where it runs
     */
    Launcher(Path script, Path directory) {
        this.script = script;
        this.directory = directory;
        environment.put("JAVA_HOME", System.getProperty("java.home"));
    }

    Launcher with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Ended run(String... args) throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PEREGRINE_"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(100, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running: " + command);
        }
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /**
     * A process that has ended.
     *
     * @param exitCode its exit status
     * @param out what it wrote on standard output
     * @param err what it wrote on standard error
     */
    record Ended(int exitCode, String out, String err) {
        List<String> errLines() {
            return err.lines().toList();
        }
    }
}
