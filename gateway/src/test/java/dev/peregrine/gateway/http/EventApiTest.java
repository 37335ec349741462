package dev.peregrine.gateway.http;

import static dev.peregrine.gateway.http.DecisionApiTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.client.Attribute;
import dev.peregrine.client.AttributeDictionary;
import dev.peregrine.gateway.ScriptedEngine;
import dev.peregrine.gateway.json.Requests;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.AttributeType;
import dev.peregrine.protocol.codec.LabelDecoder;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.OutcomeDecoder;
import dev.peregrine.protocol.codec.Purpose;
import dev.peregrine.protocol.codec.ReversalDecoder;
import dev.peregrine.protocol.codec.TransactionDecoder;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EventApiTest {
    private static final String LABEL =
            "{\"event_id\":\"l-1\",\"label_time\":\"2026-02-01T00:00:00Z\",\"kind\":\"fraud\","
                    + "\"source\":\"bank\",";
    private static final String ACK =
            "{\"ack_id\":\"3-4711\",\"status\":\"applied\",\"sequence\":4711,"
                    + "\"envelope\":{\"durability\":\"synced\"}}";

    private final HttpFixture http = new HttpFixture();
    private final List<ScriptedEngine.Pending> seen = new ArrayList<>();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();

    @BeforeEach
    void start() {
        http.engine.script(
                (event, queue) -> {
                    seen.add(event);
                    event.answerIt();
                });
    }

    @AfterEach
    void stop() {
        http.close();
    }

    @Test
    void shouldTakeAPaymentThatHappenedAlready() throws Exception {
        http.start();

        assertThat(http.post("/v1/events", Requests.FULL).body()).isEqualTo(ACK);
        TransactionDecoder payment = payment(0);
        assertThat(payment.purpose()).isEqualTo(Purpose.BACK_FILL);

        String advice = Requests.with("\"purpose\":\"advice\",\"action_taken\":\"decline\"");
        assertThat(http.post("/v1/events", advice).statusCode()).isEqualTo(200);
        assertThat(payment(1).purpose()).isEqualTo(Purpose.ADVICE);
        assertThat(payment(1).actionTaken()).isEqualTo(Action.DECLINE);
        assertThat(http.engine.malformed()).isZero();
    }

    @Test
    void shouldNotTakeAPurposeWithARequestForADecision() throws Exception {
        http.start();

        HttpResponse<String> response = http.post(Requests.with("\"purpose\":\"advice\""));

        assertProblem(response, 400, "invalid-field");
        assertThat(response.body()).contains("{\"field\":\"purpose\"");
        assertThat(http.post("/v1/events", Requests.with("\"purpose\":\"authorisation\"")).body())
                .contains("must be one of advice, back_fill");
    }

    @Test
    void shouldTakeALabelWithItsPayment() throws Exception {
        http.start();

        HttpResponse<String> response = postLabel("\"original\":" + Requests.FULL);

        assertThat(response.body()).isEqualTo(ACK);
        LabelDecoder label = new LabelDecoder().wrapAndApplyHeader(event(0), 0, header);
        assertThat(label.kind()).isEqualTo(LabelKind.FRAUD);
        assertThat(label.eventId()).isEqualTo("l-1");
        assertThat(label.source()).isEqualTo("bank");
        byte[] original = new byte[label.originalLength()];
        label.getOriginal(original, 0, original.length);
        TransactionDecoder payment =
                new TransactionDecoder().wrapAndApplyHeader(new UnsafeBuffer(original), 0, header);
        assertThat(payment.amountMinor()).isEqualTo(12345);
        assertThat(payment.purpose()).isEqualTo(Purpose.AUTHORISATION);
    }

    @Test
    void shouldTakeAnOutcomeAndAReversal() throws Exception {
        http.start();
        String original = "\"original\":" + Requests.LEAST + "}";

        assertThat(
                        http.post(
                                        "/v1/outcomes",
                                        "{\"event_id\":\"o\",\"outcome_time\":\"2026-02-01T00:00:00Z\","
                                                + "\"response_code\":\"05\",\"avs_result\":\"N\","
                                                + "\"three_ds_status\":\"Y\","
                                                + "\"final_action\":\"decline\","
                                                + original)
                                .body())
                .isEqualTo(ACK);
        OutcomeDecoder outcome = new OutcomeDecoder().wrapAndApplyHeader(event(0), 0, header);
        assertThat(outcome.responseCode()).isEqualTo("05");
        assertThat(outcome.avsResult()).isEqualTo((byte) 'N');
        assertThat(outcome.cvvResult()).isZero();
        assertThat(outcome.finalAction()).isEqualTo(Action.DECLINE);

        assertThat(
                        http.post(
                                        "/v1/reversals",
                                        "{\"event_id\":\"r\",\"reversal_time\":\"2026-02-01T00:00:00Z\","
                                                + "\"amount_minor\":7,"
                                                + original)
                                .body())
                .isEqualTo(ACK);
        ReversalDecoder reversal = new ReversalDecoder().wrapAndApplyHeader(event(1), 0, header);
        assertThat(reversal.amountMinor()).isEqualTo(7);
        assertThat(http.engine.malformed()).isZero();
    }

    @Test
    void shouldNameWhatIsMissingWhenThePaymentIsNotKept() throws Exception {
        http.start();

        HttpResponse<String> neither = postLabel("\"original\":null");
        HttpResponse<String> unknown = postLabel("\"original_event_id\":\"pay-9\"");

        assertProblem(neither, 400, "invalid-field");
        assertThat(neither.body()).contains("{\"field\":\"original\",\"detail\":\"is missing;");
        assertProblem(unknown, 422, "original-unknown");
        assertThat(unknown.body()).contains("{\"field\":\"original\",\"detail\":\"is missing,");
        assertThat(seen).isEmpty();
    }

    @Test
    void shouldFillInAPaymentThatIsKept() throws Exception {
        http.start();
        http.post("/v1/events", Requests.FULL);
        byte[] kept = seen.get(0).event();
        http.close();
        http.context.originalSource(
                (tenantId, eventId) ->
                        CompletableFuture.supplyAsync(
                                () -> {
                                    if (eventId.equals("broken")) {
                                        throw new IllegalStateException("disk");
                                    }
                                    return tenantId == 1 && eventId.equals("pay-1")
                                            ? Optional.of(kept)
                                            : Optional.empty();
                                }));
        http.start();

        assertThat(postLabel("\"original_event_id\":\"pay-1\"").body()).isEqualTo(ACK);
        LabelDecoder label = new LabelDecoder().wrapAndApplyHeader(event(1), 0, header);
        assertThat(label.eventId()).isEqualTo("l-1");
        label.source();
        byte[] original = new byte[label.originalLength()];
        label.getOriginal(original, 0, original.length);
        assertThat(original).isEqualTo(kept);
        assertProblem(postLabel("\"original_event_id\":\"pay-2\""), 422, "original-unknown");
        assertProblem(postLabel("\"original_event_id\":\"broken\""), 503, "unavailable");
    }

    @Test
    void shouldNotMixUpPayments() throws Exception {
        http.start();

        HttpResponse<String> response =
                postLabel("\"original_event_id\":\"other\",\"original\":" + Requests.LEAST);

        assertProblem(response, 400, "invalid-field");
        assertThat(response.body()).contains("must equal original.event_id");
    }

    @Test
    void shouldTakeTheTenantsAttributesInTheirTypes() throws Exception {
        http.engine.attributes(attributes());
        http.start();
        String member =
                "\"attributes\":{\"trusted\":true,\"tier\":\"gold\",\"age_days\":-5,\"ratio\":0.25}";

        assertThat(http.post(Requests.with(member)).statusCode()).isEqualTo(200);

        assertThat(http.engine.malformed()).isZero();
        TransactionDecoder.AttributesDecoder attribute = payment(0).attributes();
        assertThat(attribute.next().attributeId()).isEqualTo(3);
        assertThat(attribute.attributeType()).isEqualTo(AttributeType.STRING);
        assertThat(attribute.value()).isEqualTo("gold");
        assertThat(attribute.next().attributeId()).isEqualTo(4);
        attribute.skipValue();
        assertThat(attribute.next().attributeId()).isEqualTo(5);
        attribute.skipValue();
        assertThat(attribute.next().attributeId()).isEqualTo(6);
        assertThat(attribute.attributeType()).isEqualTo(AttributeType.BOOLEAN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"attributes\":{\"tierr\":\"x\"}|attributes.tierr|did you mean tier?",
                "\"attributes\":{\"tier\":5}|attributes.tier|must be a string, not an integer",
                "\"attributes\":{\"tier\":\"\"}|attributes.tier|is empty",
                "\"attributes\":{\"tier\":\"a\\nb\"}|attributes.tier|must not contain control",
                "\"attributes\":{\"tier\":\"4111111111111111\"}|attributes.tier|looks like a card",
                "\"attributes\":{\"tier\":\"a\",\"tier\":\"a\"}|attributes.tier|is given twice",
                "\"attributes\":{\"age_days\":1.5}|attributes.age_days|must be an integer",
                "\"attributes\":{\"age_days\":99999999999999999999}|attributes.age_days|must fit",
                "\"attributes\":{\"ratio\":1e999}|attributes.ratio|must fit into 64 bits",
                "\"attributes\":{\"ratio\":\"1\"}|attributes.ratio|must be a number",
                "\"attributes\":{\"trusted\":1}|attributes.trusted|must be a boolean",
                "\"attributes\":[1]|attributes|must be an object, not an array",
                "\"tier\":\"gold\"|tier|is an attribute of the tenant; give it within attributes",
            })
    void shouldRefuseOtherAttributesByName(String member, String field, String detail)
            throws Exception {
        http.engine.attributes(attributes());
        http.start();

        HttpResponse<String> response = http.post(Requests.with(member));

        assertProblem(response, 400, "invalid-field");
        assertThat(response.body())
                .contains("{\"field\":\"" + field + "\"", detail)
                .doesNotContain("4111111111111111");
    }

    @Test
    void shouldRefuseAttributesThatNobodyDeclares() throws Exception {
        http.start();

        assertThat(http.post(Requests.with("\"attributes\":{\"tier\":\"x\"}")).body())
                .contains("{\"field\":\"attributes.tier\",\"detail\":\"is not an attribute");
        assertThat(http.post(Requests.with("\"attributes\":{}")).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldGiveUpAtTheCallersDeadline() throws Exception {
        http.start();
        List<Long> timeouts = new ArrayList<>();
        http.engine.onSubmit(timeouts::add);

        assertThat(
                        http.send(
                                        http.request(Requests.LEAST)
                                                .header("Peregrine-Deadline-Ms", "60000"))
                                .statusCode())
                .isEqualTo(200);
        assertThat(http.post(Requests.LEAST).statusCode()).isEqualTo(200);

        assertThat(timeouts.get(0)).isBetween(30_000_000_000L, 60_000_000_000L);
        assertThat(timeouts.get(1)).isLessThanOrEqualTo(2_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "60001", "1.5", "soon", "999999999999999999999", " "})
    void shouldRefuseADeadlineThatIsNone(String deadline) throws Exception {
        http.start();

        HttpResponse<String> response =
                http.send(http.request(Requests.LEAST).header("Peregrine-Deadline-Ms", deadline));

        assertProblem(response, 400, "invalid-field");
        assertThat(response.body()).contains("{\"field\":\"Peregrine-Deadline-Ms\"");
    }

    private HttpResponse<String> postLabel(String members) throws Exception {
        return http.post("/v1/labels", LABEL + members + "}");
    }

    private UnsafeBuffer event(int index) {
        return new UnsafeBuffer(seen.get(index).event());
    }

    private TransactionDecoder payment(int index) {
        return new TransactionDecoder().wrapAndApplyHeader(event(index), 0, header);
    }

    private static AttributeDictionary attributes() {
        return new AttributeDictionary(
                List.of(
                        new Attribute(3, AttributeType.STRING, "tier"),
                        new Attribute(4, AttributeType.INTEGER, "age_days"),
                        new Attribute(5, AttributeType.DOUBLE, "ratio"),
                        new Attribute(6, AttributeType.BOOLEAN, "trusted")));
    }
}
