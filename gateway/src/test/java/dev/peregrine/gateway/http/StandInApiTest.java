package dev.peregrine.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.peregrine.gateway.DecisionReplies;
import dev.peregrine.gateway.EngineClient.Answer;
import dev.peregrine.gateway.ScriptedEngine.Pending;
import dev.peregrine.gateway.SessionState;
import dev.peregrine.gateway.json.Requests;
import dev.peregrine.gateway.standin.SpoolContext;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyBundleBuilder;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.policy.StandIn;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.EventStatus;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.Purpose;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.codec.TransactionDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class StandInApiTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int JPY = 392;
    private static final SessionState GONE = SessionState.notOpen("no node", Map.of("acme", 1));

    @TempDir private Path directory;
    private HttpFixture http = new HttpFixture();

    /** Back-fills that reached the engine: event id and action taken. */
    private final List<String> backFills = new CopyOnWriteArrayList<>();

    @BeforeEach
    void prepare() throws Exception {
        configure(http, Optional.empty(), SpoolContext.MIN_BYTES);
    }

    @AfterEach
    void stop() {
        http.close();
    }

    @Test
    void shouldStandInForAnEngineThatIsSilent() throws Exception {
        configure(http, Optional.of(20L), SpoolContext.MIN_BYTES);
        http.engine.silent();
        http.start();

        HttpResponse<String> response = http.post(Requests.LEAST);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode answer = MAPPER.readTree(response.body());
        assertThat(answer.get("event_id").asText()).isEqualTo("pay-2");
        assertThat(answer.get("action").asText()).isEqualTo("approve");
        assertThat(answer.get("final").asBoolean(true)).isFalse();
        assertThat(answer.has("decision_id")).isFalse();
        assertThat(answer.at("/policy/name").asText()).isEqualTo("minimal");
        assertThat(answer.at("/policy/version").asInt()).isPositive();
        assertThat(answer.at("/envelope/stand_in").asBoolean()).isTrue();
        assertThat(answer.at("/envelope/stand_in_reason").asText()).isEqualTo("deadline");
        assertThat(answer.at("/envelope/replayed").asBoolean(true)).isFalse();
        assertThat(answer.at("/envelope/durability").asText()).isEqualTo("synced");
        assertDocumented(answer);
    }

    @Test
    void shouldDecideByTheTable() throws Exception {
        http.engine.session(GONE);
        http.start();

        assertThat(action(http.post(payment("a", 100)))).isEqualTo("approve");
        assertThat(action(http.post(payment("b", 101)))).isEqualTo("decline");
        assertThat(action(http.post(payment("c", 101, "\"merchant\":\"m-1\""))))
                .isEqualTo("review");
    }

    @Test
    void shouldStandInWithoutASessionFromTheStart() throws Exception {
        http.engine.session(SessionState.notOpen("no node", Map.of()));
        http.context.tenants(Map.of("acme", 1));
        http.start();

        JsonNode answer = MAPPER.readTree(http.post(Requests.LEAST).body());

        assertThat(answer.at("/envelope/stand_in_reason").asText()).isEqualTo("engine_unavailable");
        assertThat(http.get("/health/ready").body())
                .isEqualTo("{\"status\":\"stand_in\",\"reason\":\"no node\"}");
        assertThat(http.get("/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldStandInForMessagesOfOtherFormats() throws Exception {
        http.engine.session(GONE);
        http.start();
        String message = IsoMessages.pacs008(IsoMessages.AMOUNT);

        HttpResponse<String> response =
                http.send(
                        http.request(
                                "/v1/iso20022/payments",
                                "application/xml",
                                message.getBytes(StandardCharsets.UTF_8)));

        assertThat(response.body())
                .contains("<TxSts>RJCT</TxSts>", "<Cd>FR01</Cd>", "<AddtlInf>stand-in</AddtlInf>");
        assertThat(metric("peregrine_stand_in_spool_pending")).isEqualTo(1);
    }

    @Test
    void shouldStandInWhenTheEngineHasNoRoom() throws Exception {
        http.engine.full(true);
        http.start();

        assertThat(reason(http.post(Requests.LEAST))).isEqualTo("overload");
    }

    @ParameterizedTest
    @EnumSource(
            value = RejectCode.class,
            names = {"OVERLOADED", "NOT_READY", "SHUTTING_DOWN", "UNKNOWN_SESSION"})
    void shouldStandInForAnEngineThatCannotNow(RejectCode code) throws Exception {
        http.engine.script((event, queue) -> event.answer().onRejected(code, "", "", ""));
        http.start();

        assertThat(reason(http.post(Requests.LEAST)))
                .isEqualTo(code == RejectCode.OVERLOADED ? "overload" : "engine_unavailable");
    }

    @Test
    void shouldNotStandInForARefusalForGood() throws Exception {
        http.engine.script(
                (event, queue) -> event.answer().onRejected(RejectCode.CONFLICT, "", "", ""));
        http.start();

        assertThat(http.post(Requests.LEAST).statusCode()).isEqualTo(422);
    }

    @Test
    void shouldStandInForRequestsBeyondTheRoomOfTheGateway() throws Exception {
        http.context.maxInFlight(1);
        http.engine.silent();
        http.start();
        CompletableFuture<HttpResponse<String>> first = http.postAsync(payment("first", 1));
        Pending held = http.engine.take();

        assertThat(reason(http.post(payment("second", 1)))).isEqualTo("overload");
        held.decide();

        assertThat(first.get().body()).contains("\"final\":true");
    }

    @Test
    void shouldRefuseAsBeforeWithoutATable() throws Exception {
        http.context.policies(tenantId -> Optional.empty());
        http.engine.session(GONE);
        http.start();

        assertThat(http.post(Requests.LEAST).statusCode()).isEqualTo(503);
        assertThat(http.get("/health/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void shouldGiveTheSameStandInAgainAfterARestart() throws Exception {
        http.engine.session(GONE);
        http.start();
        String first = http.post(Requests.LEAST).body();
        assertThat(http.post(Requests.LEAST).body())
                .isEqualTo(first.replace("\"replayed\":false", "\"replayed\":true"));
        http.close();

        http = new HttpFixture();
        configure(http, Optional.empty(), SpoolContext.MIN_BYTES);
        http.engine.session(GONE);
        http.start();

        assertThat(http.post(Requests.LEAST).body())
                .isEqualTo(first.replace("\"replayed\":false", "\"replayed\":true"));
        HttpResponse<String> other =
                http.post(Requests.LEAST.replace("\"amount_minor\":1", "\"amount_minor\":2"));
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body()).contains("event-id-conflict");
    }

    @Test
    void shouldGiveOneStandInToDuplicatesInFlight() throws Exception {
        configure(http, Optional.of(20L), SpoolContext.MIN_BYTES);
        http.engine.silent();
        http.start();
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(http.postAsync(Requests.LEAST));
        }

        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(reason(answer.get())).isEqualTo("deadline");
        }

        assertThat(metric("peregrine_stand_in_spool_pending")).isEqualTo(1);
        assertThat(metric("peregrine_stand_ins_total{action=\"approve\",reason=\"deadline\"}"))
                .isEqualTo(1);
    }

    @Test
    void shouldTellTheEngineOfTheActionTaken() throws Exception {
        http.engine.session(GONE);
        http.start();
        http.post(payment("a", 100));
        http.post(payment("b", 101));
        assertThat(metric("peregrine_stand_in_spool_pending")).isEqualTo(2);
        acknowledge(EventStatus.APPLIED);

        http.engine.session(SessionState.open(Map.of("acme", 1)));

        awaitMetric("peregrine_stand_ins_settled_total{result=\"back_filled\"}", 2);
        awaitMetric("peregrine_stand_in_spool_pending", 0);
        assertThat(backFills).containsExactly("a APPROVE", "b DECLINE");
        assertThat(http.engine.malformed()).isZero();
        assertThat(reason(http.post(payment("a", 100)))).isEqualTo("engine_unavailable");
    }

    @Test
    void shouldTellTheEngineAgainUntilItAcknowledges() throws Exception {
        http.engine.session(GONE);
        http.start();
        http.post(payment("a", 100));
        AtomicLong attempts = new AtomicLong();
        http.engine.script(
                (event, queue) -> {
                    switch ((int) attempts.incrementAndGet()) {
                        case 1 -> event.answer().onTimeout();
                        case 2 -> event.answer().onRejected(RejectCode.OVERLOADED, "", "", "");
                        case 3 -> event.answer().onRejected(RejectCode.NO_POLICY, "", "", "");
                        default -> event.answerIt();
                    }
                });

        http.engine.session(SessionState.open(Map.of("acme", 1)));

        awaitMetric("peregrine_stand_ins_settled_total{result=\"back_filled\"}", 1);
        assertThat(attempts).hasValue(4);
    }

    @Test
    void shouldGiveTheEnginesDecisionOnceItIsKnown() throws Exception {
        configure(http, Optional.of(20L), SpoolContext.MIN_BYTES);
        http.engine.silent();
        http.start();
        http.post(Requests.LEAST);
        acknowledge(EventStatus.DUPLICATE);

        awaitMetric("peregrine_stand_ins_settled_total{result=\"superseded\"}", 1);
        awaitMetric("peregrine_stand_in_spool_pending", 0);
        JsonNode answer = MAPPER.readTree(http.post(Requests.LEAST).body());

        assertThat(answer.get("decision_id").asText()).isEqualTo("3-4711");
        assertThat(answer.get("action").asText()).isEqualTo("challenge");
        assertThat(answer.get("final").asBoolean()).isTrue();
        assertThat(answer.at("/envelope/stand_in").asBoolean(true)).isFalse();
        assertThat(answer.at("/envelope/replayed").asBoolean()).isTrue();
        assertThat(answer.at("/envelope/superseded_stand_in").toString())
                .isEqualTo("{\"action\":\"approve\",\"reason\":\"deadline\"}");
        assertDocumented(answer);
        assertThat(metric("peregrine_stand_ins_superseded_otherwise_total")).isEqualTo(1);
        assertThat(
                        metric(
                                "peregrine_stand_ins_superseded_otherwise_amount_minor_total{currency=\"JPY\"}"))
                .isEqualTo(1);
    }

    @Test
    void shouldSaySoWhenADuplicateInFlightIsDecidedAfterAll() throws Exception {
        http.engine.silent();
        http.start();
        CompletableFuture<HttpResponse<String>> patient = http.postAsync(Requests.LEAST);
        Pending held = http.engine.take();

        HttpResponse<String> hasty =
                http.send(http.request(Requests.LEAST).header("Peregrine-Deadline-Ms", "20"));
        held.decide();

        assertThat(reason(hasty)).isEqualTo("deadline");
        assertThat(patient.get().body())
                .contains(
                        "\"superseded_stand_in\":{\"action\":\"approve\",\"reason\":\"deadline\"}");
    }

    @ParameterizedTest
    @EnumSource(
            value = RejectCode.class,
            names = {"TOO_EARLY", "NO_EXCHANGE_RATE"})
    void shouldSettleWhatTheEngineRefusesForGood(RejectCode code) throws Exception {
        http.engine.session(GONE);
        http.start();
        http.post(Requests.LEAST);
        http.engine.script((event, queue) -> event.answer().onRejected(code, "", "", ""));

        http.engine.session(SessionState.open(Map.of("acme", 1)));

        awaitMetric("peregrine_stand_ins_settled_total{result=\"refused\"}", 1);
        String label = code.name().toLowerCase(Locale.ROOT);
        assertThat(metric("peregrine_stand_ins_refused_total{code=\"" + label + "\"}"))
                .isEqualTo(1);
    }

    @Test
    void shouldRefuseWhenTheSpoolIsFull() throws Exception {
        http.engine.session(GONE);
        http.start();
        HttpResponse<String> response = http.post(payment("pay-0", 1));
        for (int i = 1; response.statusCode() == 200; i++) {
            List<CompletableFuture<HttpResponse<String>>> some = new ArrayList<>();
            for (int j = 0; j < 100; j++) {
                some.add(http.postAsync(payment("pay-" + i + "-" + j, 1)));
            }
            for (CompletableFuture<HttpResponse<String>> one : some) {
                response = one.get();
            }
        }

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("the spool of stand-ins is full");
        assertThat(response.headers().firstValue("retry-after")).contains("1");
        assertThat(metric("peregrine_stand_in_spool_bytes"))
                .isLessThanOrEqualTo(SpoolContext.MIN_BYTES);
        assertThat(reason(http.post(payment("pay-0", 1)))).isEqualTo("engine_unavailable");
    }

    @Test
    void shouldStandInForLinesOfABatch() throws Exception {
        configure(http, Optional.of(20L), SpoolContext.MIN_BYTES);
        http.engine.silent();
        http.start();

        String answers = http.postLines(payment("a", 100) + "\n" + payment("b", 101) + "\n").body();

        assertThat(answers.lines().map(StandInApiTest::actionOf))
                .containsExactly("approve", "decline");
    }

    @Test
    void shouldUseTheDeadlineOfThePolicy() throws Exception {
        configure(http, Optional.of(900L), SpoolContext.MIN_BYTES);
        List<Long> timeouts = new CopyOnWriteArrayList<>();
        http.engine.onSubmit(timeouts::add);
        http.start();

        http.post(payment("a", 1));
        http.send(http.request(payment("b", 1)).header("Peregrine-Deadline-Ms", "60000"));

        assertThat(timeouts.get(0)).isBetween(1L, TimeUnit.MILLISECONDS.toNanos(900));
        assertThat(timeouts.get(1)).isGreaterThan(TimeUnit.SECONDS.toNanos(50));
    }

    private void configure(HttpFixture fixture, Optional<Long> deadlineMs, long maxBytes)
            throws Exception {
        Path root = Path.of(System.getProperty("peregrine.root", ".."));
        StandIn table =
                new StandIn(
                        List.of(
                                new StandIn.Row(Set.of("m-1"), List.of(), Map.of(), Action.REVIEW),
                                new StandIn.Row(
                                        Set.of(), List.of(), Map.of(JPY, 100L), Action.APPROVE)),
                        Action.DECLINE);
        PolicyBundle policy =
                PolicyBundleBuilder.from(PolicyLoader.load(root.resolve("policies/minimal")))
                        .gateway(deadlineMs.map(TimeUnit.MILLISECONDS::toNanos), Optional.of(table))
                        .build();
        fixture.context.policies(tenantId -> Optional.of(policy).filter(p -> tenantId == 1));
        fixture.context.spool(new SpoolContext(directory, maxBytes, TimeUnit.HOURS.toNanos(1)));
    }

    /** The engine decides payments, and acknowledges back-fills with a status. */
    private void acknowledge(EventStatus status) {
        http.engine.script(
                (event, queue) -> {
                    TransactionDecoder payment = new TransactionDecoder();
                    payment.wrapAndApplyHeader(
                            new UnsafeBuffer(event.event()), 0, new MessageHeaderDecoder());
                    if (payment.purpose() == Purpose.BACK_FILL) {
                        backFills.add(event.eventId() + " " + payment.actionTaken());
                        acknowledge(event.answer(), status);
                    } else {
                        event.decide();
                    }
                });
    }

    private static void acknowledge(Answer answer, EventStatus status) {
        answer.onAck(DecisionReplies.ack(4711, status));
    }

    private void assertDocumented(JsonNode answer) throws Exception {
        ApiDocument document = new ApiDocument(http.get("/openapi.json").body());
        JsonNode schema = document.root().at("/components/schemas/Decision");
        assertThat(document.mismatches(answer, schema, "answer")).isEmpty();
    }

    private void awaitMetric(String name, double value) throws Exception {
        while (metric(name) != value) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private double metric(String name) throws Exception {
        return http.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    private static String payment(String eventId, long amountMinor, String... more) {
        String body =
                Requests.LEAST
                        .replace("\"pay-2\"", '"' + eventId + '"')
                        .replace("\"amount_minor\":1", "\"amount_minor\":" + amountMinor);
        return more.length == 0 ? body : body.substring(0, body.length() - 1) + "," + more[0] + "}";
    }

    private static String action(HttpResponse<String> response) {
        return actionOf(response.body());
    }

    private static String actionOf(String body) {
        try {
            return MAPPER.readTree(body).get("action").asText();
        } catch (Exception e) {
            throw new AssertionError(body, e);
        }
    }

    private static String reason(HttpResponse<String> response) throws Exception {
        return MAPPER.readTree(response.body()).at("/envelope/stand_in_reason").asText();
    }
}
