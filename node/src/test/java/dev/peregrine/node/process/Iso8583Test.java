package dev.peregrine.node.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A switch that asks a node over ISO 8583, and what the node keeps of its messages. */
@Timeout(240)
class Iso8583Test {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path POLICY =
            Path.of(System.getProperty("peregrine.root"), "policies", "minimal");

    private final GatewayAnswers http = new GatewayAnswers(Instant.now().toString());
    private final List<NodeProcess> processes = new ArrayList<>();

    @TempDir private Path directory;

    @AfterEach
    void stop() throws InterruptedException {
        for (NodeProcess process : processes) {
            if (process.isAlive()) {
                process.kill();
            }
        }
    }

    private Path config(String name, String more) throws IOException {
        return Files.writeString(
                directory.resolve(name),
                """
                tenants: [{id: 1, name: default, policy: %s}]
                journal: {term-length: 1MiB, segment-length: 4MiB}
                identity: {capacity: 100000}
                http: {port: 0}
                iso8583: [{name: switch, port: 0}]
                %s
                """
                        .formatted(POLICY, more));
    }

    private NodeProcess serve(int run) throws Exception {
        NodeProcess node =
                NodeProcess.start(
                        directory,
                        run,
                        List.of(
                                "--config",
                                config("node.yaml", "").toString(),
                                "--data",
                                directory.resolve("data").toString()));
        processes.add(node);
        return node.awaitReady();
    }

    @Test
    void shouldGiveARepeatTheSameAnswerAfterAKillAndKeepNoCardNumber() throws Exception {
        NodeProcess node = serve(0);
        Map<Integer, String> purchase = IsoSwitch.purchase(1);
        Map<Integer, String> first;
        try (IsoSwitch peer = new IsoSwitch(node);
                IsoSwitch other = new IsoSwitch(node)) {
            first = peer.ask(0x0100, purchase);
            assertThat(first).containsEntry(0, "0110").containsEntry(39, "00");
            assertThat(first.get(44)).matches("1-\\d+/\\d+");
            assertThat(other.ask(0x0101, purchase)).isEqualTo(first);

            Map<Integer, String> bad = IsoSwitch.purchase(2);
            bad.put(49, "001");
            assertThat(peer.ask(0x0100, bad)).containsEntry(39, "30");
            Map<Integer, String> changed = IsoSwitch.purchase(1);
            changed.put(7, purchase.get(7));
            changed.put(4, "000000005000");
            assertThat(peer.ask(0x0101, changed)).containsEntry(39, "94");
            assertThat(peer.ask(0x0120, IsoSwitch.purchase(3)))
                    .containsEntry(0, "0130")
                    .containsEntry(39, "00");
            assertThat(peer.ask(0x0420, IsoSwitch.reversal(purchase, 4)))
                    .containsEntry(0, "0430")
                    .containsEntry(39, "00");
            Map<Integer, String> never = IsoSwitch.purchase(5);
            assertThat(peer.ask(0x0420, IsoSwitch.reversal(never, 6))).containsEntry(39, "25");
        }
        String card = card(node.port(), first.get(44));
        assertThat(card).startsWith("tok_");
        node.kill();

        NodeProcess again = serve(1);
        try (IsoSwitch peer = new IsoSwitch(again)) {
            assertThat(peer.ask(0x0101, purchase)).isEqualTo(first);
            Map<Integer, String> next = peer.ask(0x0100, IsoSwitch.purchase(7));
            assertThat(card(again.port(), next.get(44))).isEqualTo(card);
        }
        again.kill();
        assertNowhere(IsoSwitch.CARD.getBytes(ISO_8859_1));
        assertNowhere(HexFormat.of().parseHex(IsoSwitch.CARD));
        assertNowhere(IsoSwitch.TRACK_2.substring(17).getBytes(ISO_8859_1));
        assertNowhere(IsoSwitch.PIN_BLOCK.getBytes(ISO_8859_1));
    }

    @Test
    void shouldServeFromAGatewayOfItsOwn() throws Exception {
        serve(0);
        NodeProcess gateway =
                NodeProcess.startGateway(
                        directory,
                        1,
                        List.of(
                                "--config",
                                config("gateway.yaml", "").toString(),
                                "--data",
                                directory.resolve("gateway").toString(),
                                "--node-data",
                                directory.resolve("data").toString()));
        processes.add(gateway);
        gateway.awaitReady();
        try (IsoSwitch peer = new IsoSwitch(gateway)) {
            Map<Integer, String> purchase = IsoSwitch.purchase(1);
            assertThat(peer.ask(0x0100, purchase)).containsEntry(39, "00");
            assertThat(peer.ask(0x0420, IsoSwitch.reversal(purchase, 2))).containsEntry(39, "00");
        }
    }

    /** The card of a decision's payment, as evidence has it. */
    private String card(int port, String decision) throws Exception {
        String id = decision.substring(0, decision.indexOf('/'));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            HttpResponse<String> answer = http.send(port, "/v1/decisions/" + id, "");
            if (answer.statusCode() == 200) {
                JsonNode evidence = MAPPER.readTree(answer.body());
                return evidence.findValue("card").asText();
            }
            assertThat(System.nanoTime()).as(answer.body()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** In no file of the node, its log included. */
    private void assertNowhere(byte[] secret) throws IOException {
        String sought = new String(secret, ISO_8859_1);
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> regular = files.filter(Files::isRegularFile).toList();
            assertThat(regular).hasSizeGreaterThan(10);
            for (Path file : regular) {
                boolean found = new String(Files.readAllBytes(file), ISO_8859_1).contains(sought);
                assertThat(found).as(file.toString()).isFalse();
            }
        }
    }
}
