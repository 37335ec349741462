package dev.peregrine.gateway.iso8583;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that are slow, silent, too many, or say what cannot be answered. */
@Timeout(60)
class Iso8583ConnectionTest extends ListenerFixture {
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
                                } catch (java.io.IOException e) {
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
