package dev.peregrine.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.gateway.SessionState;
import dev.peregrine.gateway.json.Requests;
import dev.peregrine.protocol.codec.RejectCode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class DecisionApiTest {
    private final HttpFixture http = new HttpFixture();

    @BeforeEach
    void start() {
        http.context.maxInFlight(2);
        http.start();
    }

    @AfterEach
    void stop() {
        http.close();
    }

    @Test
    void shouldAnswerWithTheDecision() throws Exception {
        HttpResponse<String> response = http.post(Requests.FULL);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        assertThat(response.headers().firstValue("cache-control")).contains("no-store");
        assertThat(response.body())
                .startsWith("{\"decision_id\":\"3-4711\",\"event_id\":\"pay-1\",")
                .contains("\"action\":\"challenge\"");
        assertThat(http.engine.malformed()).isZero();
    }

    @Test
    void shouldTakeTheEventIdFromTheIdempotencyKey() throws Exception {
        String body = Requests.LEAST.replace("\"event_id\":\"pay-2\",", "");

        HttpResponse<String> response =
                http.send(http.request(body).header("Idempotency-Key", "key-9"));

        assertThat(response.body()).contains("\"event_id\":\"key-9\"");
    }

    @Test
    void shouldRefuseMalformedJsonWithItsPlace() throws Exception {
        HttpResponse<String> response = http.post("{\n \"event_id\" 5}");

        assertProblem(response, 400, "malformed-json");
        assertThat(response.body()).contains("\"line\":2,\"column\":13");
    }

    @Test
    void shouldRefuseAnUnknownFieldByName() throws Exception {
        HttpResponse<String> response = http.post(Requests.with("\"merchnt\":\"m\""));

        assertProblem(response, 400, "invalid-field");
        assertThat(response.body())
                .contains("{\"field\":\"merchnt\",\"detail\":\"is not a known field; did you mean");
    }

    @Test
    void shouldRefuseABodyBeyondTheLimit() throws Exception {
        String body = Requests.with("\"card\":\"" + "x".repeat(16 * 1024) + "\"");

        assertProblem(http.post(body), 413, "body-too-large");
        HttpRequest.Builder chunked =
                HttpRequest.newBuilder(http.uri("/v1/decisions"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(body)));
        assertProblem(http.send(chunked), 413, "body-too-large");
        assertThat(http.post(Requests.LEAST).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=iso-8859-1"
    })
    void shouldRefuseWhatIsNotJson(String contentType) throws Exception {
        HttpRequest.Builder request =
                http.request(Requests.LEAST).setHeader("Content-Type", contentType);

        assertProblem(http.send(request), 415, "unsupported-media-type");
    }

    @Test
    void shouldTakeJsonWithACharset() throws Exception {
        HttpRequest.Builder request =
                http.request(Requests.LEAST)
                        .setHeader("Content-Type", "Application/JSON; charset=\"UTF-8\"");

        assertThat(http.send(request).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldRefuseACompressedBody() throws Exception {
        HttpRequest.Builder request =
                http.request(Requests.LEAST).header("Content-Encoding", "gzip");

        assertProblem(http.send(request), 415, "unsupported-media-type");
    }

    @Test
    void shouldChooseTheTenant() throws Exception {
        http.engine.session(SessionState.open(Map.of("acme", 1, "globex", 7)));
        AtomicInteger tenant = new AtomicInteger();
        http.engine.script(
                (event, queue) -> {
                    tenant.set(event.tenantId());
                    event.decide();
                });

        assertThat(postAs("globex").statusCode()).isEqualTo(200);
        assertThat(tenant).hasValue(7);
        assertThat(postAs("1").statusCode()).isEqualTo(200);
        assertThat(tenant).hasValue(1);
        assertProblem(postAs("initech"), 403, "wrong-tenant");
        assertProblem(postAs("2"), 403, "wrong-tenant");
        HttpResponse<String> unnamed = http.post(Requests.LEAST);
        assertProblem(unnamed, 400, "invalid-field");
        assertThat(unnamed.body()).contains("\"field\":\"Peregrine-Tenant\"");
    }

    @ParameterizedTest
    @CsvSource({
        "MALFORMED,502,engine-mismatch",
        "INVALID_FIELD,400,invalid-field",
        "WRONG_TENANT,403,wrong-tenant",
        "UNKNOWN_SESSION,503,unavailable",
        "OVERLOADED,429,overloaded",
        "CONFLICT,422,event-id-conflict",
        "NO_POLICY,503,no-policy",
        "NO_EXCHANGE_RATE,422,no-exchange-rate",
        "TOO_EARLY,422,event-time-refused",
        "TOO_LATE,422,event-time-refused",
        "CAPACITY,503,capacity",
        "SHUTTING_DOWN,503,shutting-down",
        "QUARANTINED,422,not-processable",
        "NOT_READY,503,unavailable",
        "DECISION_UNAVAILABLE,410,decision-unavailable"
    })
    void shouldSayWhyTheEngineRefused(RejectCode code, int status, String type) throws Exception {
        http.engine.script(
                (event, queue) ->
                        event.answer().onRejected(code, "eventTimeNs", "5", "the engine's words"));

        HttpResponse<String> response = http.post(Requests.LEAST);

        assertProblem(response, status, type);
        boolean passing =
                status == 429 || type.equals("unavailable") || type.equals("shutting-down");
        assertThat(response.headers().firstValue("retry-after").isPresent()).isEqualTo(passing);
        if (status < 429) {
            assertThat(response.body())
                    .contains("{\"field\":\"event_time\",\"value\":\"5\"")
                    .contains("the engine's words");
        }
    }

    @Test
    void shouldSayThatTheEngineWasTooSlow() throws Exception {
        http.engine.script((event, queue) -> event.answer().onTimeout());

        assertProblem(http.post(Requests.LEAST), 504, "timeout");
    }

    @Test
    void shouldSayThatTheEngineHasNoRoom() throws Exception {
        http.engine.full(true);

        HttpResponse<String> response = http.post(Requests.LEAST);

        assertProblem(response, 429, "overloaded");
        assertThat(response.headers().firstValue("retry-after")).contains("1");
    }

    @Test
    void shouldSayThatThereIsNoEngine() throws Exception {
        http.engine.session(SessionState.notOpen("no node answers", Map.of()));

        HttpResponse<String> response = http.post(Requests.LEAST);

        assertProblem(response, 503, "unavailable");
        assertThat(response.headers().firstValue("retry-after")).contains("1");
    }

    @Test
    void shouldRefuseMoreRequestsThanMayWait() throws Exception {
        http.engine.hold();
        CompletableFuture<HttpResponse<String>> first = http.postAsync(Requests.LEAST);
        CompletableFuture<HttpResponse<String>> second = http.postAsync(Requests.LEAST);
        var held = http.engine.take();
        var other = http.engine.take();

        assertProblem(http.post(Requests.LEAST), 429, "overloaded");

        held.decide();
        other.decide();
        assertThat(first.get().statusCode()).isEqualTo(200);
        assertThat(second.get().statusCode()).isEqualTo(200);
        http.engine.script((event, queue) -> event.decide());
        assertThat(http.post(Requests.LEAST).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldAnswerOnceEvenIfTheEngineAnswersTwice() throws Exception {
        http.engine.script(
                (event, queue) -> {
                    event.decide();
                    event.answer().onTimeout();
                });

        assertThat(http.post(Requests.LEAST).statusCode()).isEqualTo(200);
        assertThat(http.post(Requests.LEAST).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> postAs(String tenant) throws Exception {
        return http.send(http.request(Requests.LEAST).header("Peregrine-Tenant", tenant));
    }

    static void assertProblem(HttpResponse<String> response, int status, String type) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(response.body())
                .startsWith("{\"type\":\"urn:peregrine:problem:" + type + "\",\"title\":\"")
                .contains("\"status\":" + status)
                .doesNotContain("Exception");
    }
}
