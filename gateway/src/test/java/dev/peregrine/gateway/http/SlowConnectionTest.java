package dev.peregrine.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.gateway.json.Requests;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that hold on to the gateway without getting on. */
@Timeout(60)
class SlowConnectionTest {
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long TRICKLE_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final String HEAD =
            "POST /v1/decisions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";

    private final HttpFixture http = new HttpFixture();

    @AfterEach
    void stop() {
        http.close();
    }

    @Test
    void shouldCloseAConnectionWhoseHeadTricklesIn() throws Exception {
        http.context.headTimeoutNs(LIMIT_NS);
        http.start();

        assertThat(trickle("", "GET /health/live HTTP/1.1\r\nX: " + "a".repeat(5_000))).isEmpty();
    }

    @Test
    void shouldCloseAConnectionThatSaysNothing() throws Exception {
        http.context.headTimeoutNs(LIMIT_NS);
        http.start();
        try (Socket socket = http.connect()) {
            socket.setSoTimeout(30_000);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void shouldCloseAConnectionWhoseSecondHeadTricklesIn() throws Exception {
        http.context.idleTimeoutNs(LIMIT_NS);
        http.start();

        String answer =
                trickle(
                        "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n",
                        "GET /health/live HTTP/1.1\r\nX: " + "a".repeat(5_000));

        assertThat(answer).startsWith("HTTP/1.1 200");
    }

    @Test
    void shouldAnswerABodyThatTricklesIn() throws Exception {
        http.context.bodyTimeoutNs(LIMIT_NS);
        http.start();

        String answer = trickle(HEAD + "Content-Length: 9000\r\n\r\n", "{" + " ".repeat(5_000));

        assertThat(answer).startsWith("HTTP/1.1 408").contains("request-timeout");
        while (http.gateway.inFlight() > 0 && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldAnswerABatchWhoseLineTricklesIn() throws Exception {
        http.context.bodyTimeoutNs(LIMIT_NS);
        http.start();

        String answer =
                trickle(
                        HEAD.replace("/v1/decisions", "/v1/decisions/batch")
                                + "Content-Length: 9000\r\n\r\n"
                                + Requests.LEAST
                                + "\n",
                        "{" + " ".repeat(5_000));

        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .contains("\"event_id\":\"pay-2\"")
                .contains("request-timeout");
    }

    @Test
    void shouldLeaveAConnectionAloneThatWaitsForItsAnswer() throws Exception {
        http.context.headTimeoutNs(LIMIT_NS).bodyTimeoutNs(LIMIT_NS);
        http.engine.hold();
        http.start();
        try (Socket socket = http.connect()) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(bytes(request()));
            var held = http.engine.take();
            try (Socket other = http.connect()) {
                other.setSoTimeout(30_000);
                assertThat(other.getInputStream().read()).isEqualTo(-1);
            }
            held.decide();
            byte[] answer = new byte[12];
            assertThat(socket.getInputStream().readNBytes(answer, 0, 12)).isEqualTo(12);
            assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 200");
        }
    }

    @Test
    void shouldForgetAConnectionThatIsHalfClosed() throws Exception {
        http.engine.hold();
        http.start();
        try (Socket socket = http.connect()) {
            socket.getOutputStream().write(bytes(request()));
            var held = http.engine.take();
            socket.shutdownOutput();
            socket.setSoTimeout(30_000);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            held.decide();
        }
        try (Socket socket = http.connect()) {
            socket.getOutputStream().write(bytes(HEAD + "Content-Length: 10\r\n\r\n{"));
            socket.shutdownOutput();
            socket.setSoTimeout(30_000);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        while (http.gateway.inFlight() > 0 && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
        http.engine.script((event, queue) -> event.decide());
        assertThat(http.post(Requests.LEAST).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldCloseAConnectionWhoseBodyIsTooLargeAlsoWhenItIsSilentThen() throws Exception {
        http.context.bodyTimeoutNs(LIMIT_NS);
        http.start();
        try (Socket socket = http.connect()) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(bytes(HEAD + "Content-Length: 100000\r\n\r\n" + " ".repeat(50_000)));

            assertThat(everything(socket)).startsWith("HTTP/1.1 413");
        }
    }

    private static String everything(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: gzip",
                "Host: b\r\nContent-Length: 0"
            })
    void shouldAnswerOnceWhereItIsNotClearWhatARequestIs(String header) throws Exception {
        http.start();
        try (Socket socket = http.connect()) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(
                            bytes(
                                    HEAD
                                            + header
                                            + "\r\n\r\n"
                                            + "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"));

            assertThat(everything(socket))
                    .startsWith("HTTP/1.1 400")
                    .contains("malformed-request")
                    .doesNotContain("200 OK");
        }
    }

    /** Sends a byte at a time until the gateway has had enough, and returns what it said. */
    private String trickle(String atOnce, String slowly) throws IOException {
        try (Socket socket = http.connect()) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(bytes(atOnce));
            Thread writer =
                    new Thread(
                            () -> {
                                try {
                                    for (byte next : bytes(slowly)) {
                                        out.write(next);
                                        LockSupport.parkNanos(TRICKLE_NS);
                                    }
                                } catch (IOException e) {
                                    return;
                                }
                            });
            writer.start();
            StringBuilder answer = new StringBuilder();
            try {
                for (int next = socket.getInputStream().read();
                        next >= 0;
                        next = socket.getInputStream().read()) {
                    answer.append((char) next);
                }
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("reset");
            }
            return answer.toString();
        }
    }

    private static String request() {
        return HEAD + "Content-Length: " + Requests.LEAST.length() + "\r\n\r\n" + Requests.LEAST;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
