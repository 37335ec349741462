package dev.peregrine.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.peregrine.gateway.DecisionReplies;
import dev.peregrine.protocol.codec.Channel;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.Purpose;
import dev.peregrine.protocol.codec.TransactionDecoder;
import dev.peregrine.protocol.event.EventValidator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DecisionJsonTest {
    private final UnsafeBuffer event = Requests.event();

    @Test
    void shouldReadEveryField() throws InvalidRequestException {
        int length = Requests.read(Requests.FULL, null, event);

        assertThat(new EventValidator().validateTransaction(event, 0, length)).isNull();
        TransactionDecoder transaction = decode();
        assertThat(transaction.tenantId()).isEqualTo(1);
        assertThat(transaction.purpose()).isEqualTo(Purpose.AUTHORISATION);
        assertThat(transaction.channel()).isEqualTo(Channel.ECOMMERCE);
        assertThat(transaction.eventTimeNs())
                .isEqualTo(
                        TimeUnit.MILLISECONDS.toNanos(
                                Instant.parse("2026-01-31T11:00:00.123Z").toEpochMilli()));
        assertThat(transaction.amountMinor()).isEqualTo(12345);
        assertThat(transaction.currency()).isEqualTo(978);
        assertThat(transaction.merchantCategory()).isEqualTo(742);
        assertThat(transaction.merchantCountry()).isEqualTo("DE");
        assertThat(transaction.issuerCountry()).isEqualTo("FR");
        assertThat(transaction.ip().high()).isZero();
        assertThat(transaction.ip().low()).isEqualTo(0xFFFF_C000_0201L);
        assertThat(transaction.latitudeMicro()).isEqualTo(52_520_008);
        assertThat(transaction.longitudeMicro()).isEqualTo(-13_404_954);
        assertThat(transaction.attributes().count()).isZero();
        assertThat(transaction.eventId()).isEqualTo("pay-1");
        assertThat(transaction.card()).isEqualTo("card-tok-1");
        assertThat(transaction.account()).isEqualTo("acc-1");
        assertThat(transaction.merchant()).isEqualTo("m-1");
        assertThat(transaction.terminal()).isEqualTo("t-1");
        assertThat(transaction.device()).isEqualTo("d-1");
        assertThat(transaction.email()).isEqualTo("em-tok-é");
        assertThat(transaction.emailDomain()).isEqualTo("example.com");
    }

    @Test
    void shouldLeaveAbsentAndNullFieldsAbsent() throws InvalidRequestException {
        int length = Requests.read(Requests.with("\"card\":null,\"latitude\":null"), null, event);

        assertThat(new EventValidator().validateTransaction(event, 0, length)).isNull();
        TransactionDecoder transaction = decode();
        assertThat(transaction.channel()).isEqualTo(Channel.UNKNOWN);
        assertThat(transaction.currency()).isEqualTo(392);
        assertThat(transaction.merchantCategory())
                .isEqualTo(TransactionDecoder.merchantCategoryNullValue());
        assertThat(transaction.latitudeMicro())
                .isEqualTo(TransactionDecoder.latitudeMicroNullValue());
        assertThat(transaction.ip().low()).isZero();
        assertThat(transaction.attributes().count()).isZero();
        assertThat(transaction.eventId()).isEqualTo("pay-2");
        assertThat(transaction.card()).isEmpty();
    }

    @Test
    void shouldCarryNothingOverFromTheRequestBefore() throws InvalidRequestException {
        DecisionJson json = new DecisionJson();
        byte[] full = Requests.FULL.getBytes(StandardCharsets.UTF_8);
        byte[] least = Requests.LEAST.getBytes(StandardCharsets.UTF_8);
        byte[] fresh = new byte[Requests.read(Requests.LEAST, null, event)];
        event.getBytes(0, fresh);

        json.readRequest(full, 0, full.length, Requests.head(null), event);
        byte[] reused =
                new byte[json.readRequest(least, 0, least.length, Requests.head(null), event)];
        event.getBytes(0, reused);

        assertThat(reused).isEqualTo(fresh);
    }

    @Test
    void shouldTakeTheEventIdFromTheHeader() throws InvalidRequestException {
        String body = Requests.LEAST.replace("\"event_id\":\"pay-2\",", "");

        Requests.read(body, "key-1", event);
        assertThat(eventId()).isEqualTo("key-1");
        Requests.read(body, "\"key-2\"", event);
        assertThat(eventId()).isEqualTo("key-2");
        Requests.read(Requests.LEAST, "pay-2", event);
        assertThat(eventId()).isEqualTo("pay-2");
    }

    @Test
    void shouldRefuseAHeaderThatDiffersFromTheEventId() {
        Problem problem = problem(Requests.LEAST, "other");

        assertThat(problem.errors())
                .containsExactly(new FieldError("Idempotency-Key", "other", "must equal event_id"));
    }

    @Test
    void shouldNameEveryFieldAtFault() {
        Problem problem = problem("{\"amout_minor\": 1, \"card\": 5, \"card\": \"x\"}", null);

        assertThat(problem.type()).isEqualTo(ProblemType.INVALID_FIELD);
        assertThat(problem.errors())
                .extracting(error -> error.field() + " " + error.detail())
                .containsExactly(
                        "amout_minor is not a known field; did you mean amount_minor?",
                        "card must be a string, not an integer",
                        "card is given twice",
                        "event_id is missing; give it here or as Idempotency-Key header",
                        "event_time is missing",
                        "amount_minor is missing",
                        "currency is missing");
    }

    @Test
    void shouldSayWhereJsonIsMalformed() {
        Problem problem = problem("{\"event_id\": \"a\",\n  \"card\" \"b\"}", null);

        assertThat(problem.type()).isEqualTo(ProblemType.MALFORMED_JSON);
        assertThat(problem.line()).isEqualTo(2);
        assertThat(problem.column()).isEqualTo(10);
        assertThat(problem.detail()).startsWith("line 2, column 10: Unexpected character ('\"'");
    }

    @Test
    void shouldWriteADecisionAsDocumented() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        DecisionReplies.Reply reply = DecisionReplies.challenge("pay-1");

        String action =
                new DecisionJson()
                        .writeDecision(Decision.copyOf(reply.envelope(), reply.body()), out);

        assertThat(action).isEqualTo("challenge");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        {"decision_id":"3-4711","event_id":"pay-1","action":"challenge","score":640,\
                        "risk_level":"medium","reasons":[\
                        {"code":"VELOCITY","text":"Many payments with \\"this\\" card in an hour: 5 × 3 €",\
                        "rule_id":"card-velocity-1h","contribution":400,"method":"rule"},\
                        {"code":"KNOWN_DEVICE","text":"","feature":"device_age_days",\
                        "contribution":-60,"method":"path"}],\
                        "policy":{"version":7,"hash":\
                        "0011223344556677ffffffffffffffff00000000000000000000000000abcdef"},\
                        "sequence":4711,"final":true,"envelope":{"replayed":false,"durability":"recorded",\
                        "stand_in":false,"latency_us":{"queue":1.8,"engine":12.0,\
                        "durable_wait":350.1}}}""");
    }

    @Test
    void shouldWriteAProblemAsDocumented() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        DecisionJson.writeProblem(problem(Requests.with("\"ip\":\"1.2.3\""), null), out);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        {"type":"urn:peregrine:problem:invalid-field",\
                        "title":"A field is missing, unknown or not valid","status":400,\
                        "detail":"ip: must be an IPv4 or IPv6 address, such as 192.0.2.1 or 2001:db8::1",\
                        "errors":[{"field":"ip","value":"1.2.3",\
                        "detail":"must be an IPv4 or IPv6 address, such as 192.0.2.1 or 2001:db8::1"}]}""");
    }

    private Problem problem(String body, String key) {
        return catchThrowableOfType(
                        InvalidRequestException.class, () -> Requests.read(body, key, event))
                .problem();
    }

    private TransactionDecoder decode() {
        return new TransactionDecoder().wrapAndApplyHeader(event, 0, new MessageHeaderDecoder());
    }

    private String eventId() {
        TransactionDecoder transaction = decode();
        assertThat(transaction.attributes().count()).isZero();
        return transaction.eventId();
    }
}
