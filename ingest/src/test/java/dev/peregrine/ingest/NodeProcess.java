package dev.peregrine.ingest;

import io.aeron.CommonContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link TestNode} with its media driver, in a process of its own that can be killed. */
final class NodeProcess implements AutoCloseable {
    private static final String RUNNING = "RUNNING";

    private final Process process;

    private NodeProcess(Process process) {
        this.process = process;
    }

    static NodeProcess start(String aeronDirectory) throws IOException {
        Path flags = Path.of(System.getProperty("peregrine.root"), "jvm");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + flags.resolve("common.args"));
        if (Runtime.version().feature() >= 24) {
            command.add("@" + flags.resolve("jdk24.args"));
        }
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(NodeProcess.class.getName());
        command.add(aeronDirectory);
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (!RUNNING.equals(output.readLine())) {
            process.destroyForcibly();
            throw new IOException("the node's process did not start");
        }
        return new NodeProcess(process);
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] args) throws Exception {
        String directory = args.length > 0 ? args[0] : CommonContext.generateRandomDirName();
        try (TestDriver driver = TestDriver.launch(directory);
                TestNode node = TestNode.start(driver)) {
            System.out.println(RUNNING);
            Thread.currentThread().join();
            node.agent.beginShutdown();
        }
    }
}
