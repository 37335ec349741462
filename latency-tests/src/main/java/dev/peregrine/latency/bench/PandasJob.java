package dev.peregrine.latency.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The Handbook's features by pandas in a Python process: one core, the window of each customer and
 * terminal on its own. Optional: Python and pandas are the machine's.
 */
final class PandasJob {
    private static final String SCRIPT = "handbook_rolling.py";

    private final String python;

    /**
     * @param python the interpreter, a name on the path or a file
     */
    PandasJob(String python) {
        this.python = python;
    }

    /** Version of pandas; empty where the interpreter or the library is missing. */
    Optional<String> version() throws IOException, InterruptedException {
        try {
            Process process = start("-c", "import pandas; print(pandas.__version__)");
            String version = output(process);
            return process.waitFor() == 0 ? Optional.of(version) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Computes and writes.
     *
     * @return seconds, without the interpreter's start
     * @throws IOException when it fails
     */
    double run(Path input, Path to) throws IOException, InterruptedException {
        Path script = to.resolveSibling(SCRIPT);
        try (InputStream in = PandasJob.class.getResourceAsStream(SCRIPT)) {
            Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
        }
        Process process = start(script.toString(), input.toString(), to.toString());
        String seconds = output(process);
        if (process.waitFor() != 0) {
            throw new IOException(python + " failed at " + SCRIPT);
        }
        return Double.parseDouble(seconds);
    }

    private Process start(String... arguments) throws IOException {
        String[] command = new String[arguments.length + 1];
        command[0] = python;
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
