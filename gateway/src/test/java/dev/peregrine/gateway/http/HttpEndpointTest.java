package dev.peregrine.gateway.http;

import static dev.peregrine.gateway.http.DecisionApiTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.gateway.SessionState;
import dev.peregrine.gateway.json.Requests;
import io.prometheus.metrics.core.metrics.Gauge;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpEndpointTest {
    private final HttpFixture http = new HttpFixture();

    @BeforeEach
    void start() {
        http.start();
    }

    @AfterEach
    void stop() {
        http.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1", "/v1/decisions/3", "/v2/decisions", "/health", "/..%2f.."})
    void shouldNotFindWhatIsNotThere(String path) throws Exception {
        assertProblem(http.get(path), 404, "not-found");
    }

    @Test
    void shouldRefuseOtherMethods() throws Exception {
        HttpResponse<String> decisions =
                http.send(HttpRequest.newBuilder(http.uri("/v1/decisions")).DELETE());
        HttpResponse<String> ready =
                http.send(HttpRequest.newBuilder(http.uri("/health/ready")).DELETE());

        assertProblem(decisions, 405, "method-not-allowed");
        assertThat(decisions.headers().firstValue("allow")).contains("GET, HEAD, POST");
        assertProblem(ready, 405, "method-not-allowed");
        assertThat(ready.headers().firstValue("allow")).contains("GET, HEAD");
    }

    @Test
    void shouldTellItsHealth() throws Exception {
        assertThat(http.get("/health/live").body()).isEqualTo("{\"status\":\"live\"}");
        assertThat(http.get("/health/ready").body()).isEqualTo("{\"status\":\"ready\"}");

        http.engine.session(SessionState.notOpen("no node at \"aeron:ipc\"", Map.of("acme", 1)));

        HttpResponse<String> ready = http.get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body())
                .isEqualTo(
                        "{\"status\":\"not_ready\",\"reason\":\"no node at \\\"aeron:ipc\\\"\"}");
        assertThat(http.get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldCountRequestsAndCarryOthersMetrics() throws Exception {
        Gauge.builder().name("node_sequence").register(http.context.registry()).set(42);
        http.post(Requests.LEAST);
        http.post("{");
        http.get("/nowhere");

        HttpResponse<String> metrics = http.get("/metrics");

        assertThat(metrics.headers().firstValue("content-type").orElseThrow())
                .startsWith("text/plain; version=0.0.4");
        assertThat(metrics.body())
                .contains(
                        "peregrine_gateway_requests_total{action=\"challenge\",status=\"200\"} 1.0",
                        "peregrine_gateway_requests_total{action=\"none\",status=\"400\"} 1.0",
                        "peregrine_gateway_requests_total{action=\"none\",status=\"404\"} 1.0",
                        "peregrine_gateway_decision_duration_seconds_count 2",
                        "peregrine_gateway_in_flight 0.0",
                        "peregrine_gateway_ready 1.0",
                        "node_sequence 42.0");
    }

    @Test
    void shouldSpeakOpenMetricsToThoseWhoAsk() throws Exception {
        HttpResponse<String> metrics =
                http.send(
                        HttpRequest.newBuilder(http.uri("/metrics"))
                                .header("Accept", "application/openmetrics-text; version=1.0.0"));

        assertThat(metrics.body()).endsWith("# EOF\n");
    }

    @Test
    void shouldSpeakProtobufToThoseWhoAskForNativeHistograms() throws Exception {
        HttpResponse<String> metrics =
                http.send(
                        HttpRequest.newBuilder(http.uri("/metrics"))
                                .header(
                                        "Accept",
                                        "application/vnd.google.protobuf;"
                                                + "proto=io.prometheus.client.MetricFamily;"
                                                + "encoding=delimited"));

        assertThat(metrics.headers().firstValue("content-type").orElseThrow())
                .startsWith("application/vnd.google.protobuf");
        assertThat(metrics.body()).contains("peregrine_gateway_ready");
    }

    @Test
    void shouldAnswerPipelinedRequestsInOrder() throws Exception {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            requests.append(raw(Requests.LEAST.replace("pay-2", "pipelined-" + i), i == 19));
        }

        String answers = http.raw(requests.toString());

        int at = -1;
        for (int i = 0; i < 20; i++) {
            int next = answers.indexOf("\"event_id\":\"pipelined-" + i + "\"");
            assertThat(next).isGreaterThan(at);
            at = next;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "POST /v1/decisions HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
                "POST /v1/decisions HTTP/1.1\r\nHost: a\r\nContent-Length: five\r\n\r\n",
                "POST /v1/decisions HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "POST /v1/decisions HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n",
            })
    void shouldRefuseWhatIsNotHttp(String request) throws Exception {
        String answer = http.raw(request);

        assertThat(answer).startsWith("HTTP/1.").contains(" 4").contains("urn:peregrine:problem:");
    }

    @Test
    void shouldBoundRequestLineAndHeaders() throws Exception {
        assertThat(http.raw("GET /" + "a".repeat(3000) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                .contains(" 414 ");
        assertThat(http.raw("GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(9000) + "\r\n\r\n"))
                .contains(" 431 ");
    }

    @Test
    void shouldCloseTheConnectionOfAnEndlessBody() throws Exception {
        String head =
                String.join(
                        "\r\n",
                        "POST /v1/decisions HTTP/1.1",
                        "Host: a",
                        "Content-Type: application/json",
                        "Content-Length: 40000",
                        "",
                        "");

        String answer = http.raw(head + "x".repeat(40_000));

        assertThat(answer).startsWith("HTTP/1.1 413").contains("connection: close");
    }

    @Test
    void shouldSurviveAClientThatGoesAway() throws Exception {
        http.engine.hold();
        String request = raw(Requests.LEAST, true);
        try (java.net.Socket socket = http.connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            http.engine.take().answer().onTimeout();
        }
        try (java.net.Socket socket = http.connect()) {
            byte[] half =
                    request.substring(0, request.length() - 5).getBytes(StandardCharsets.UTF_8);
            socket.getOutputStream().write(half);
        }
        http.engine.script((event, queue) -> event.decide());

        assertThat(http.post(Requests.LEAST).statusCode()).isEqualTo(200);
        while (http.gateway.inFlight() > 0) {
            Thread.onSpinWait();
        }
    }

    private static String raw(String body, boolean last) {
        return "POST /v1/decisions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + (last ? "Connection: close\r\n" : "")
                + "Content-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length
                + "\r\n\r\n"
                + body;
    }
}
