package dev.peregrine.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.peregrine.node.cli.ExitCode;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Gateways in processes of their own before one node, and what is left of them after kills. */
@Timeout(300)
class GatewayProcessTest {
    private static final Path ROOT = Path.of(System.getProperty("peregrine.root"));
    private static final int LIMIT = 5_000;
    private static final long WAIT_NS = TimeUnit.SECONDS.toNanos(90);
    private static final String PENDING = "peregrine_stand_in_spool_pending";

    private final GatewayAnswers answers =
            new GatewayAnswers(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    private final List<NodeProcess> processes = new ArrayList<>();
    private Path data;
    private String channel;
    private String policy;
    private int run;
    private int payments;

    @TempDir private Path directory;

    @BeforeEach
    void prepare() throws Exception {
        data = directory.resolve("data");
        channel = "aeron:udp?endpoint=localhost:" + freeUdpPort();
        Path bundle = Files.createDirectories(directory.resolve("policy"));
        Path minimal = ROOT.resolve("policies/minimal");
        Files.copy(minimal.resolve("features.yaml"), bundle.resolve("features.yaml"));
        Files.writeString(
                bundle.resolve("policy.yaml"),
                Files.readString(minimal.resolve("policy.yaml"))
                        + "\nstand_in:\n  table:\n    - {amount_up_to: {EUR: "
                        + LIMIT
                        + "}, action: challenge}\n  otherwise: decline\n");
        policy = bundle.toString();
    }

    @AfterEach
    void stop() throws Exception {
        for (NodeProcess process : processes) {
            process.kill();
        }
    }

    @Test
    void shouldServeTwoGatewaysBeforeOneNode() throws Exception {
        NodeProcess node = node().awaitReady();
        NodeProcess first = gateway("gateway-1", 0).awaitReady();
        NodeProcess second = gateway("gateway-2", 0).awaitReady();

        String decided = answers.pay(first.port(), "pay-1", 100, 10_000).get();
        String again = answers.pay(second.port(), "pay-1", 100, 10_000).get();

        assertThat(decided).contains("\"final\":true").contains("\"replayed\":false");
        assertThat(again).contains("\"replayed\":true");
        assertThat(GatewayAnswers.body(again)).isEqualTo(GatewayAnswers.body(decided));
        HttpResponse<String> conflict =
                answers.send(
                        second.port(),
                        "/v1/decisions",
                        "{\"event_id\":\"pay-1\",\"event_time\":\"2026-01-31T12:00:00Z\","
                                + "\"amount_minor\":1,\"currency\":\"EUR\"}");
        assertThat(conflict.statusCode()).as(conflict.body()).isEqualTo(422);
        HttpResponse<String> evidence = answers.send(second.port(), "/v1/decisions/1-10", "");
        assertThat(evidence.statusCode()).isEqualTo(404);
        assertThat(evidence.body()).contains("this gateway keeps no evidence");
        NodeProcess sameDirectory = NodeProcess.run(directory, ++run, gatewayCommand("gateway-1"));
        assertThat(sameDirectory.exitCode()).isEqualTo(ExitCode.DATA_DIRECTORY_IN_USE.code());
        assertThat(sameDirectory.output())
                .contains("a gateway needs a directory of its own")
                .doesNotContain("\tat ");
        assertThat(first.terminate()).as(first.output()).isEqualTo(ExitCode.OK.code());
        assertThat(second.terminate()).as(second.output()).isEqualTo(ExitCode.OK.code());
        assertThat(node.terminate()).as(node.output()).isEqualTo(ExitCode.OK.code());
    }

    @Test
    void shouldUseTheMediaDriverOfANodeOnTheSameMachine() throws Exception {
        NodeProcess node = node().awaitReady();
        List<String> options = gatewayOptions("gateway-1", 0);
        options.removeAll(List.of("--node", channel));
        NodeProcess refused = NodeProcess.startGateway(directory, ++run, options).awaitEnd();
        options.addAll(List.of("--node-data", data.toString()));
        NodeProcess gateway = start(NodeProcess.startGateway(directory, ++run, options));

        String answer = answers.pay(gateway.awaitReady().port(), "pay-1", 100, 10_000).get();

        assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_CONFIGURATION.code());
        assertThat(refused.output()).contains("--node-data DIR").doesNotContain("\tat ");
        assertThat(answer).contains("\"final\":true");
        assertThat(node.isAlive()).isTrue();
    }

    @Test
    void shouldKeepEveryAnswerThroughKillsOfGatewaysAndNode() throws Exception {
        int[] ports = {freeTcpPort(), freeTcpPort()};
        NodeProcess node = node().awaitReady();
        NodeProcess[] gateways = {
            gateway("gateway-1", ports[0]).awaitReady(), gateway("gateway-2", ports[1]).awaitReady()
        };
        load(ports, 1_000);
        node.kill();
        load(ports, 500);
        gateways[0].kill();
        load(ports, 300);
        gateways[0] = gateway("gateway-1", ports[0]);
        node = node();
        gateways[0].awaitReady();
        load(ports, 1_000);
        node.awaitReady();
        load(ports, 1_500);
        gateways[1].kill();
        node.kill();
        load(ports, 500);
        gateways[1] = gateway("gateway-2", ports[1]);
        gateways[1].awaitReady();
        load(ports, 500);
        node = node().awaitReady();
        load(ports, 500);
        for (int port : ports) {
            awaitMetric(port, PENDING, 0);
        }

        Map<String, List<String>> before = new HashMap<>();
        answers.all().forEach((id, list) -> before.put(id, List.copyOf(list)));
        long standIns =
                before.values().stream()
                        .filter(list -> list.stream().anyMatch(GatewayAnswers::isStandIn))
                        .count();
        assertThat(standIns).isBetween(100L, before.size() - 100L);
        retry(ports, before);
        assertThat(node.terminate()).as(node.output()).isEqualTo(ExitCode.OK.code());
        checkJournal(before);
    }

    /** Pays by way of both gateways in turn, without waiting for answers; then waits for all. */
    private void load(int[] ports, long milliseconds) throws Exception {
        List<CompletableFuture<String>> sent = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
        while (System.nanoTime() < end) {
            String eventId = "pay-" + payments;
            sent.add(answers.pay(ports[payments % 2], eventId, amount(eventId), 150));
            payments++;
            TimeUnit.MILLISECONDS.sleep(3);
        }
        for (CompletableFuture<String> answer : sent) {
            answer.get();
        }
    }

    /** Half are within the limit of the table, half above. */
    private static int amount(String eventId) {
        return Math.floorMod(eventId.hashCode(), 2) == 0 ? LIMIT - 1 : LIMIT + 1;
    }

    /** By way of the same gateway, everybody gets the same answer, or the engine's once known. */
    private void retry(int[] ports, Map<String, List<String>> before) throws Exception {
        for (Map.Entry<String, List<String>> payment : before.entrySet()) {
            String eventId = payment.getKey();
            int number = Integer.parseInt(eventId.substring("pay-".length()));
            String first = payment.getValue().get(0);

            String again = answers.pay(ports[number % 2], eventId, amount(eventId), 10_000).get();

            if (GatewayAnswers.isStandIn(first) && !GatewayAnswers.isStandIn(again)) {
                assertThat(again)
                        .contains(
                                "\"superseded_stand_in\":{\"action\":\""
                                        + GatewayAnswers.action(first)
                                        + '"');
            } else {
                assertThat(GatewayAnswers.body(again))
                        .as(first)
                        .isEqualTo(GatewayAnswers.body(first));
            }
            assertThat(again).contains("\"replayed\":true");
        }
    }

    /**
     * The first event under an event id is the one that counts. Of a decision that is the payment
     * as it came; of a stand-in either its back-fill, with the action that was told, or, where the
     * engine had decided after all, the payment, with the back-fill behind it.
     */
    private void checkJournal(Map<String, List<String>> before) throws Exception {
        Path file = directory.resolve("journal.ndjson");
        NodeProcess export =
                NodeProcess.run(
                        directory,
                        ++run,
                        List.of(
                                "journal",
                                "export",
                                "--to",
                                file.toString(),
                                "--data",
                                data.toString(),
                                "--policy",
                                policy));
        assertThat(export.exitCode()).as(export.output()).isZero();
        Map<String, List<JsonNode>> journal = new HashMap<>();
        ObjectMapper mapper = new ObjectMapper();
        for (String line : Files.readAllLines(file)) {
            JsonNode event = mapper.readTree(line);
            if (event.get("kind").asText().equals("Transaction")) {
                journal.computeIfAbsent(
                                event.at("/event/eventId").asText(), id -> new ArrayList<>())
                        .add(event.get("event"));
            }
        }
        int backFilled = 0;
        int superseded = 0;
        for (Map.Entry<String, List<String>> payment : before.entrySet()) {
            List<JsonNode> events = journal.getOrDefault(payment.getKey(), List.of());
            String first = payment.getValue().get(0);
            assertThat(events).as(first).isNotEmpty();
            boolean counted = isBackFill(events.get(0));
            if (!GatewayAnswers.isStandIn(first)) {
                assertThat(counted).as(first).isFalse();
                continue;
            }
            assertThat(events.stream().filter(GatewayProcessTest::isBackFill))
                    .as(first)
                    .isNotEmpty()
                    .allMatch(
                            event ->
                                    event.get("actionTaken")
                                            .asText()
                                            .equalsIgnoreCase(GatewayAnswers.action(first)));
            backFilled += counted ? 1 : 0;
            superseded += counted ? 0 : 1;
        }
        System.out.printf(
                "%d payments answered, %d of them by stand-ins: %d back-filled, %d superseded%n",
                before.size(), backFilled + superseded, backFilled, superseded);
        NodeProcess verified =
                NodeProcess.run(
                        directory,
                        ++run,
                        List.of(
                                "replay",
                                "--verify",
                                "--data",
                                data.toString(),
                                "--policy",
                                policy));
        assertThat(verified.output()).contains("differences   0");
    }

    private static boolean isBackFill(JsonNode event) {
        return event.get("purpose").asText().equals("BACK_FILL");
    }

    private NodeProcess node() throws Exception {
        Path config = Path.of(getClass().getResource("/test-node.yaml").toURI());
        return start(
                NodeProcess.start(
                        directory,
                        ++run,
                        List.of(
                                "--config",
                                config.toString(),
                                "--data",
                                data.toString(),
                                "--policy",
                                policy,
                                "--ingress",
                                channel)));
    }

    private NodeProcess gateway(String name, int port) {
        return start(NodeProcess.startGateway(directory, ++run, gatewayOptions(name, port)));
    }

    private NodeProcess start(NodeProcess process) {
        processes.add(process);
        return process;
    }

    private List<String> gatewayCommand(String name) {
        List<String> command = new ArrayList<>(List.of("gateway", "--allow-unsigned"));
        command.addAll(gatewayOptions(name, 0));
        return command;
    }

    private List<String> gatewayOptions(String name, int port) {
        return new ArrayList<>(
                List.of(
                        "--data",
                        directory.resolve(name).toString(),
                        "--policy",
                        policy,
                        "--http-port",
                        Integer.toString(port),
                        "--node",
                        channel));
    }

    private static void awaitMetric(int port, String name, double value) throws Exception {
        long deadline = System.nanoTime() + WAIT_NS;
        while (HttpPayer.metric(port, name) != value) {
            assertThat(System.nanoTime()).as("%s on %d", name, port).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static int freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static int freeTcpPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
