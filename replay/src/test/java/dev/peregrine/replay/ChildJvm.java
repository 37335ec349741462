package dev.peregrine.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM, with the flags and the class path of this one, that can be killed. */
public final class ChildJvm implements AutoCloseable {
    private static final int FLAGS_FROM = 24;

    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        this.output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    public static ChildJvm start(Class<?> main, String... arguments) throws IOException {
        Path flags = Path.of(System.getProperty("peregrine.root"), "jvm");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + flags.resolve("common.args"));
        if (Runtime.version().feature() >= FLAGS_FROM) {
            command.add("@" + flags.resolve("jdk24.args"));
        }
        command.add("-Xmx256m");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return new ChildJvm(
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** The next line; null when the child has ended. */
    public String readLine() throws IOException {
        return output.readLine();
    }

    /** Kill -9. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws Exception {
        kill();
        output.close();
    }
}
