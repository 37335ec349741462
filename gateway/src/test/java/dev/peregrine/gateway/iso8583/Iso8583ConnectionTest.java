package dev.peregrine.gateway.iso8583;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.gateway.Gateway;
import dev.peregrine.gateway.GatewayContext;
import dev.peregrine.gateway.ScriptedEngine;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that are slow, silent, many, or make no sense. */
@Timeout(60)
class Iso8583ConnectionTest {
    private static final Iso8583Version V1987 = Iso8583Version.V1987;
    private static final Iso8583Encoding ASCII = Iso8583Encoding.ASCII;

    private final ScriptedEngine engine = new ScriptedEngine();
    private final GatewayContext context = new GatewayContext().port(0).engineClient(engine);
    private final Iso8583Context listener = new Iso8583Context().port(0);
    private Gateway gateway;

    @AfterEach
    void stop() {
        gateway.close();
    }

    private IsoPeer connect() throws Exception {
        if (gateway == null) {
            gateway = new Gateway(context.iso8583(List.of(listener)));
            gateway.start();
        }
        return new IsoPeer(V1987, ASCII, gateway.iso8583Ports().get(0));
    }

    private Map<String, Double> closes() {
        Map<String, Double> closes = new HashMap<>();
        for (var snapshot : context.registry().scrape()) {
            if (snapshot.getMetadata().getName().equals("peregrine_iso8583_closes")) {
                for (var point : snapshot.getDataPoints()) {
                    closes.put(
                            point.getLabels().get("reason"),
                            ((CounterDataPointSnapshot) point).getValue());
                }
            }
        }
        return closes;
    }

    @Test
    void shouldReadNoFurtherThanAnswersHaveRoom() throws Exception {
        engine.hold();
        listener.maxInFlight(4);
        try (IsoPeer peer = connect()) {
            for (int i = 0; i < 20; i++) {
                peer.send("0100", IsoSamples.purchase(V1987, i));
            }
            for (int i = 0; i < 20; i++) {
                ScriptedEngine.Pending next = engine.take();
                assertThat(engine.held()).isLessThan(4);
                next.decide();
                assertThat(peer.receive()).containsEntry(11, "%06d".formatted(i));
            }
        }
    }

    @Test
    void shouldCloseAConnectionThatCannotBeAnswered() throws Exception {
        for (String broken :
                List.of("01X02000000000000000", "0100ZZ00000000000000", "01002000000000000000")) {
            try (IsoPeer peer = connect()) {
                peer.send(PlainCodec.frame(broken.getBytes(StandardCharsets.ISO_8859_1)));
                assertThat(peer.isClosed()).as(broken).isTrue();
            }
        }
        try (IsoPeer peer = connect()) {
            peer.send(new byte[] {(byte) 0xFF, (byte) 0xFF, 1});
            assertThat(peer.isClosed()).isTrue();
        }
        assertThat(closes())
                .isEqualTo(
                        Map.of(
                                "bad_type",
                                1.0,
                                "bad_bitmap",
                                1.0,
                                "no_trace",
                                1.0,
                                "too_long",
                                1.0));
    }

    @Test
    void shouldTakeMessagesInPieces() throws Exception {
        try (IsoPeer peer = connect()) {
            byte[] message =
                    PlainCodec.frame(
                            PlainCodec.encode(V1987, ASCII, "0100", IsoSamples.purchase(V1987, 9)));
            for (byte next : message) {
                peer.send(new byte[] {next});
            }
            assertThat(peer.receive()).containsEntry(39, "1A");
        }
    }

    @Test
    void shouldGiveUpAMessageThatTricklesIn() throws Exception {
        listener.messageTimeoutNs(TimeUnit.MILLISECONDS.toNanos(300));
        try (IsoPeer peer = connect()) {
            peer.send(new byte[] {0, 50, '0', '1'});
            assertThat(peer.isClosed()).isTrue();
            assertThat(closes()).containsKey("slow_sender");
        }
    }

    @Test
    void shouldGiveUpASlowReaderAndServeOthers() throws Exception {
        listener.messageTimeoutNs(TimeUnit.SECONDS.toNanos(1)).maxInFlight(1000);
        byte[] echo =
                PlainCodec.frame(
                        PlainCodec.encode(
                                V1987, ASCII, "0800", IsoSamples.network(V1987, "301", 1)));
        byte[] many = new byte[1000 * echo.length];
        for (int i = 0; i < 1000; i++) {
            System.arraycopy(echo, 0, many, i * echo.length, echo.length);
        }
        try (IsoPeer slow = connect();
                IsoPeer other = connect()) {
            Thread sender =
                    new Thread(
                            () -> {
                                try {
                                    while (true) {
                                        slow.send(many);
                                    }
                                } catch (IOException e) {
                                    // it was given up
                                }
                            });
            sender.start();
            while (!closes().containsKey("slow_reader")) {
                assertThat(other.ask("0100", IsoSamples.purchase(V1987, 3)))
                        .containsEntry(39, "1A");
            }
            sender.join(30_000);
            assertThat(sender.isAlive()).isFalse();
        }
    }

    @Test
    void shouldLimitConnections() throws Exception {
        listener.maxConnections(1);
        try (IsoPeer first = connect()) {
            first.ask("0800", IsoSamples.network(V1987, "301", 1));
            try (IsoPeer second = connect()) {
                assertThat(second.isClosed()).isTrue();
            }
            assertThat(first.ask("0800", IsoSamples.network(V1987, "301", 2)))
                    .containsEntry(39, "00");
        }
    }

    @Test
    void shouldCloseASilentConnection() throws Exception {
        listener.idleTimeoutNs(TimeUnit.MILLISECONDS.toNanos(200));
        try (IsoPeer peer = connect()) {
            assertThat(peer.isClosed()).isTrue();
        }
    }
}
