package dev.peregrine.node.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.peregrine.node.config.ConfigOverrides;
import dev.peregrine.node.config.NodeConfigLoader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/security.md}, from top to bottom: every command runs as it stands there. */
@Timeout(300)
class SecurityGuideTest {
    private static final Path ROOT = Path.of(System.getProperty("peregrine.root"));
    private static final Pattern BLOCK =
            Pattern.compile(
                    "^(?:`(\\S+)`:\\n\\n)?```(\\w+)\\n(.*?)^```$",
                    Pattern.MULTILINE | Pattern.DOTALL);
    private static final String FAIL_ON_ERRORS =
            "set -euo pipefail; curl() { command curl --fail-with-body \"$@\"; }\n";
    private static final int FIRST_JDK_WITH_MORE_FLAGS = 24;

    @TempDir private Path directory;
    private final List<String> said = new ArrayList<>();
    private Process node;
    private String api;
    private String admin;

    @BeforeEach
    void setUp() throws Exception {
        assumeThat(run("command -v curl && command -v openssl")).isNotEmpty();
        for (int version = 1; version <= 2; version++) {
            Path bundle = directory.resolve(version == 1 ? "shop" : "shop-2");
            Files.createDirectories(bundle);
            Path minimal = ROOT.resolve("policies/minimal");
            Files.writeString(
                    bundle.resolve("policy.yaml"),
                    Files.readString(minimal.resolve("policy.yaml"))
                            .replaceFirst("(?m)^version: .*$", "version: " + version));
            Files.copy(minimal.resolve("features.yaml"), bundle.resolve("features.yaml"));
            Files.writeString(
                    bundle.resolve("lists.yaml"),
                    "lists:\n  - {name: blocked_cards, purpose: block, match: exact, capacity: "
                            + version * 100
                            + "}\n");
        }
        List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.add("@" + ROOT.resolve("jvm/common.args"));
        if (Runtime.version().feature() >= FIRST_JDK_WITH_MORE_FLAGS) {
            java.add("@" + ROOT.resolve("jvm/jdk24.args"));
        }
        java.addAll(
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.peregrine.node.cli.Main"));
        Path launcher = directory.resolve("peregrine");
        Files.writeString(launcher, "#!/bin/sh\nexec '" + String.join("' '", java) + "' \"$@\"\n");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        api = freePort();
        admin = freePort();
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (node != null) {
            node.destroy();
            if (!node.waitFor(60, TimeUnit.SECONDS)) {
                node.destroyForcibly();
            }
        }
    }

    @Test
    void shouldDoWhatItSays() throws Exception {
        Matcher blocks = BLOCK.matcher(Files.readString(ROOT.resolve("docs/security.md")));
        while (blocks.find()) {
            String text = blocks.group(3).replace("8443", api).replace("8444", admin);
            if (blocks.group(1) != null) {
                Files.writeString(
                        directory.resolve(blocks.group(1)),
                        text
                                + "journal: {term-length: 1MiB, segment-length: 4MiB}\n"
                                + "identity: {capacity: 10000}\n");
            } else if (text.startsWith("./peregrine serve")) {
                serve();
            } else if (blocks.group(2).equals("sh")) {
                said.add(run(FAIL_ON_ERRORS + text));
            } else {
                Path part = Files.writeString(directory.resolve("part.yaml"), text);
                new NodeConfigLoader()
                        .load(
                                Optional.of(part),
                                new ConfigOverrides().singleTenant("--policy", directory));
            }
        }

        assertThat(said)
                .anyMatch(text -> text.matches("(?s).*payments +valid +1 +decide,report +500 .*"))
                .anyMatch(text -> text.contains("\"decision_id\":\""))
                .anyMatch(text -> text.contains(": revoked\n"))
                .anyMatch(
                        text ->
                                text.contains("\"size\":1,")
                                        && text.contains("\"value\":\"card-tok-4711\"")
                                        && text.contains("\"entries\":2"))
                .anyMatch(
                        text ->
                                text.contains("list blocked_cards")
                                        && text.contains("version 2 is active from sequence")
                                        && text.contains("version 1 is active from sequence"))
                .anyMatch(
                        text ->
                                text.contains("\"action\":\"list.put\"")
                                        && text.contains("policy.activate"));
    }

    private void serve() throws Exception {
        Path log = directory.resolve("serve.log");
        node =
                new ProcessBuilder("./peregrine", "serve", "--config", "node.yaml")
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!Files.readString(log).contains("ready: https://0.0.0.0:" + api)) {
            assertThat(node.isAlive() && System.nanoTime() < deadline)
                    .as(Files.readString(log))
                    .isTrue();
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(Files.readString(log)).contains("admin: https://127.0.0.1:" + admin);
    }

    private String run(String commands) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", commands);
        String tools = Path.of(System.getProperty("java.home"), "bin").toString();
        builder.environment().merge("PATH", tools, (path, bin) -> path + ":" + bin);
        Process process = builder.directory(directory.toFile()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(commands + "\n" + output).isZero();
        return output;
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }
}
