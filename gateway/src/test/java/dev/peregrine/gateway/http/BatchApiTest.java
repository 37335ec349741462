package dev.peregrine.gateway.http;

import static dev.peregrine.gateway.http.DecisionApiTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.gateway.ScriptedEngine;
import dev.peregrine.gateway.json.Requests;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BatchApiTest {
    private final HttpFixture http = new HttpFixture();

    @BeforeEach
    void start() {
        http.context.batchWindow(8).drainTimeoutNs(TimeUnit.MILLISECONDS.toNanos(100));
        http.start();
    }

    @AfterEach
    void stop() {
        http.close();
    }

    @Test
    void shouldAnswerEachLineInOrder() throws Exception {
        HttpResponse<String> response = http.postLines(lines(500));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("application/x-ndjson");
        List<String> answers = response.body().lines().toList();
        assertThat(answers).hasSize(500);
        for (int i = 0; i < 500; i++) {
            assertThat(answers.get(i)).contains("\"event_id\":\"batch-" + i + "\"");
        }
        awaitNothingInFlight();
    }

    @Test
    void shouldAnswerMistakesWithTheirLines() throws Exception {
        String tooLong = Requests.with("\"card\":\"" + "x".repeat(17_000) + "\"");

        HttpResponse<String> response =
                http.postLines(
                        payment("a") + "\n\n{\"event_id\":\n" + tooLong + "\n" + payment("b"));

        List<String> answers = response.body().lines().toList();
        assertThat(answers).hasSize(4);
        assertThat(answers.get(0)).contains("\"event_id\":\"a\"");
        assertThat(answers.get(1)).contains("malformed-json").contains("\"line\":3,\"column\":");
        assertThat(answers.get(2)).contains("body-too-large").contains("\"line\":4}");
        assertThat(answers.get(3)).contains("\"event_id\":\"b\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/jsonl", "application/x-ndjson"})
    void shouldTakeAnArrayAsLogstashPostsIt(String contentType) throws Exception {
        String body = "[" + payment("a") + ",\n" + payment("b") + "]";

        HttpResponse<String> response =
                http.send(
                        http.request(
                                "/v1/decisions/batch",
                                contentType,
                                body.getBytes(StandardCharsets.UTF_8)));

        assertThat(response.body().lines()).hasSize(2);
        assertThat(response.body()).contains("\"event_id\":\"a\"", "\"event_id\":\"b\"");
    }

    @Test
    void shouldTakeASingleEventAsFlumePostsIt() throws Exception {
        assertThat(http.postLines(payment("only")).body().lines()).hasSize(1);
    }

    @Test
    void shouldRefuseWhatIsNoBatch() throws Exception {
        assertProblem(http.postLines(""), 400, "malformed-json");
        byte[] body = payment("a").getBytes(StandardCharsets.UTF_8);
        assertProblem(
                http.send(http.request("/v1/decisions/batch", "text/plain", body)),
                415,
                "unsupported-media-type");
        assertProblem(
                http.send(
                        http.request("/v1/decisions/batch", "application/x-ndjson", body)
                                .header("Idempotency-Key", "k")),
                400,
                "invalid-field");
    }

    @Test
    void shouldKeepTheOrderWhenAnswersComeInAnother() throws Exception {
        http.engine.hold();
        CompletableFuture<HttpResponse<String>> response =
                http.client.sendAsync(
                        http.request(
                                        "/v1/decisions/batch",
                                        "application/x-ndjson",
                                        lines(8).getBytes(StandardCharsets.UTF_8))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        List<ScriptedEngine.Pending> held = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            held.add(http.engine.take());
        }
        Collections.reverse(held);
        held.forEach(ScriptedEngine.Pending::decide);

        List<String> answers = response.get().body().lines().toList();
        for (int i = 0; i < 8; i++) {
            assertThat(answers.get(i)).contains("\"event_id\":\"batch-" + i + "\"");
        }
    }

    @Test
    void shouldAnswerALineBeforeTheNextIsSent() throws Exception {
        try (Socket socket = http.connect()) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(head("Transfer-Encoding: chunked").getBytes(StandardCharsets.UTF_8));
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (int i = 0; i < 3; i++) {
                String line = payment("live-" + i) + "\n";
                String chunk = Integer.toHexString(line.length()) + "\r\n" + line + "\r\n";
                out.write(chunk.getBytes(StandardCharsets.UTF_8));
                String answer = in.readLine();
                while (!answer.contains("\"event_id\":\"live-" + i + "\"")) {
                    answer = in.readLine();
                }
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldNotReadAheadOfTheEngine() throws Exception {
        http.engine.hold();
        try (Socket socket = http.connect()) {
            socket.getOutputStream()
                    .write(
                            (head("Content-Length: 100000000") + lines(100))
                                    .getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 8; i++) {
                assertThat(http.engine.take().eventId()).isEqualTo("batch-" + i);
            }
            assertThat(http.gateway.inFlight()).isEqualTo(8);
            assertThat(http.engine.held()).isZero();
        }
        http.engine.script((event, queue) -> event.decide());
        assertThat(http.post(Requests.LEAST).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldWaitForRoomInTheEngine() throws Exception {
        http.engine.full(true);
        CompletableFuture<HttpResponse<String>> response =
                http.client.sendAsync(
                        http.request(
                                        "/v1/decisions/batch",
                                        "application/x-ndjson",
                                        lines(20).getBytes(StandardCharsets.UTF_8))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        while (http.engine.refused() < 3 && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
        http.engine.full(false);

        assertThat(response.get().body().lines())
                .hasSize(20)
                .allSatisfy(line -> assertThat(line).contains("\"event_id\":\"batch-"));
        awaitNothingInFlight();
    }

    @Test
    void shouldGiveUpALineThatFindsNoRoomInTime() throws Exception {
        http.engine.full(true);

        HttpResponse<String> response =
                http.send(
                        http.request(
                                        "/v1/decisions/batch",
                                        "application/x-ndjson",
                                        lines(2).getBytes(StandardCharsets.UTF_8))
                                .header("Peregrine-Deadline-Ms", "20"));

        assertThat(response.body().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).containsAnyOf("overloaded", "timeout"));
    }

    @Test
    void shouldForgetABatchWhoseCallerIsGone() throws Exception {
        http.engine.hold();
        List<ScriptedEngine.Pending> held = new ArrayList<>();
        try (Socket socket = http.connect()) {
            socket.getOutputStream()
                    .write(
                            (head("Content-Length: 100000000") + lines(100))
                                    .getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 8; i++) {
                held.add(http.engine.take());
            }
        }
        http.engine.script((event, queue) -> event.decide());
        held.forEach(ScriptedEngine.Pending::decide);

        awaitNothingInFlight();
    }

    @Test
    void shouldServeOnAfterManyBatchesWereAbandoned() throws Exception {
        for (int i = 0; i < 100; i++) {
            try (Socket socket = http.connect()) {
                socket.getOutputStream()
                        .write(
                                (head("Content-Length: 100000000") + lines(2))
                                        .getBytes(StandardCharsets.UTF_8));
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }
        }

        HttpResponse<String> response = http.postLines(lines(1));
        while (response.statusCode() == 429 && !Thread.currentThread().isInterrupted()) {
            response = http.postLines(lines(1));
        }
        assertThat(response.statusCode()).isEqualTo(200);
    }

    private void awaitNothingInFlight() {
        while (http.gateway.inFlight() > 0 && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    private static String head(String length) {
        return "POST /v1/decisions/batch HTTP/1.1\r\nHost: a\r\n"
                + "Content-Type: application/x-ndjson\r\n"
                + length
                + "\r\n\r\n";
    }

    private static String lines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(payment("batch-" + i)).append('\n');
        }
        return lines.toString();
    }

    private static String payment(String eventId) {
        return Requests.LEAST.replace("pay-2", eventId);
    }
}
