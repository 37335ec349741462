package dev.peregrine.node.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.node.cli.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node as operators run it: in a process of its own, over HTTP, with signals and exit codes. */
@Timeout(300)
class ServeTest {
    private static final Path ROOT = Path.of(System.getProperty("peregrine.root"));
    private static final Pattern PORT = Pattern.compile("ready: http://127\\.0\\.0\\.1:(\\d+)");

    private final HttpClient http = HttpClient.newHttpClient();

    /** The same of every payment, also of one that is sent again. */
    private final Instant eventTime = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @TempDir private Path directory;

    @Test
    void shouldServeOverHttpStopCleanlyAndProveItsJournal() throws Exception {
        Path data = directory.resolve("data");
        NodeProcess node = NodeProcess.start(directory, 0, options(data, "0")).awaitReady();
        String first = decide(node, "one");
        assertThat(first).contains("\"replayed\":false").contains("\"action\":\"");
        String again = decide(node, "one");
        assertThat(again).contains("\"replayed\":true");
        assertThat(body(again)).isEqualTo(body(first));

        Path other = directory.resolve("other");
        NodeProcess sameDirectory = NodeProcess.run(directory, 1, serve(options(data, "0")));
        assertFailure(sameDirectory, ExitCode.DATA_DIRECTORY_IN_USE, data.toString());
        NodeProcess samePort =
                NodeProcess.run(directory, 2, serve(options(other, Integer.toString(port(node)))));
        assertFailure(samePort, ExitCode.PORT_IN_USE, Integer.toString(port(node)));
        assertFailure(
                NodeProcess.run(
                        directory,
                        3,
                        List.of(
                                "replay",
                                "--verify",
                                "--data",
                                data.toString(),
                                "--policy",
                                policy())),
                ExitCode.DATA_DIRECTORY_IN_USE,
                data.toString());

        assertThat(node.terminate()).as(node.output()).isEqualTo(ExitCode.OK.code());
        NodeProcess verified =
                NodeProcess.run(
                        directory,
                        4,
                        List.of(
                                "replay",
                                "--verify",
                                "--data",
                                data.toString(),
                                "--policy",
                                policy()));
        assertThat(verified.exitCode()).as(verified.output()).isEqualTo(ExitCode.OK.code());
        assertThat(verified.output()).contains("differences   0").contains("decisions     1 equal");
    }

    @Test
    void shouldRefuseABadPolicyWithTheProblemsPlace() throws Exception {
        Path policy = directory.resolve("policy");
        Files.createDirectories(policy);
        Files.writeString(policy.resolve("policy.yaml"), "name: broken\nversoin: 1\n");
        Files.writeString(
                policy.resolve("features.yaml"), "lateness: 1m\nentities: {}\nfeatures: []\n");
        NodeProcess node =
                NodeProcess.run(
                        directory,
                        0,
                        List.of(
                                "serve",
                                "--data",
                                directory.resolve("data").toString(),
                                "--policy",
                                policy.toString()));
        assertThat(node.exitCode()).isEqualTo(ExitCode.BAD_CONFIGURATION.code());
        assertThat(node.output()).contains("policy.yaml:2:1").contains("versoin");
        assertThat(node.output()).doesNotContain("\tat ");
    }

    @Test
    void shouldConnectToNobody() throws Exception {
        NodeProcess node =
                NodeProcess.start(directory, 0, options(directory.resolve("data"), "0"))
                        .awaitReady();
        try {
            decide(node, "one");
            List<Socket> sockets = Socket.of(node.pid());
            assertThat(sockets).as("what the node listens on").isNotEmpty();
            String own = InetAddress.getLoopbackAddress().getHostAddress();
            assertThat(sockets)
                    .allSatisfy(
                            socket -> {
                                assertThat(socket.localAddress()).isEqualTo(own);
                                assertThat(socket.localPort()).isEqualTo(port(node));
                                assertThat(socket.remoteAddress()).isIn(own, "0.0.0.0");
                            });
        } finally {
            node.terminate();
        }
    }

    @Test
    void shouldNameThePortThatAnotherProgramHolds() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            NodeProcess node =
                    NodeProcess.run(directory, 0, serve(options(directory.resolve("data"), port)));
            assertFailure(node, ExitCode.PORT_IN_USE, port);
        }
    }

    private static void assertFailure(NodeProcess ended, ExitCode code, String naming) {
        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(code.code());
        String complaint =
                ended.output()
                        .lines()
                        .filter(l -> l.startsWith("peregrine: "))
                        .findFirst()
                        .orElse("");
        assertThat(complaint).as(ended.output()).contains(naming);
        assertThat(ended.output()).doesNotContain("\tat ");
    }

    private String decide(NodeProcess node, String eventId)
            throws IOException, InterruptedException {
        String json =
                """
                {"event_id":"%s","event_time":"%s","amount_minor":1234,"currency":"EUR",
                 "card":"card-1","merchant":"merchant-1","channel":"ecommerce"}
                """
                        .formatted(eventId, eventTime);
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + port(node) + "/v1/decisions"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json, UTF_8))
                        .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private static String body(String answer) {
        return answer.substring(0, answer.indexOf("\"envelope\""));
    }

    private static int port(NodeProcess node) {
        Matcher matcher = PORT.matcher(node.output());
        assertThat(matcher.find()).as(node.output()).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    private static List<String> serve(List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("serve", "--allow-unsigned"));
        arguments.addAll(options);
        return arguments;
    }

    private static List<String> options(Path data, String port) {
        return List.of("--data", data.toString(), "--policy", policy(), "--http-port", port);
    }

    private static String policy() {
        return ROOT.resolve("policies").resolve("minimal").toString();
    }
}
