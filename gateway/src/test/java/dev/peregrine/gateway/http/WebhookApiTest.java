package dev.peregrine.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.gateway.DecisionReplies;
import dev.peregrine.gateway.ScriptedEngine.Pending;
import dev.peregrine.gateway.SessionState;
import dev.peregrine.gateway.security.AccessContext;
import dev.peregrine.gateway.security.Scope;
import dev.peregrine.protocol.codec.EventStatus;
import dev.peregrine.protocol.codec.LabelDecoder;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.OutcomeDecoder;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.codec.ReversalDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Webhooks of Adyen and Stripe, signed and not, through a running gateway that asks for keys. */
@Timeout(60)
class WebhookApiTest {
    private static final String ADYEN = "/v1/webhooks/adyen/acme";
    private static final String STRIPE = "/v1/webhooks/stripe/acme";

    private final HttpFixture http = new HttpFixture();
    private final List<Pending> sent = Collections.synchronizedList(new ArrayList<>());
    private final long nowSeconds = Instant.now().getEpochSecond();

    @TempDir private Path directory;

    @BeforeEach
    void setUp() throws Exception {
        TestKeys keys = new TestKeys(directory);
        keys.add(Set.of(1), Scope.DECIDE);
        http.engine.session(SessionState.open(Map.of("other", 2, "acme", 1)));
        http.engine.script(
                (event, queue) -> {
                    sent.add(event);
                    event.answerIt();
                });
        http.context
                .formats(Webhooks.formats())
                .access(new AccessContext().keysFile(Optional.of(keys.file)))
                .originalSource(
                        (tenant, eventId) ->
                                CompletableFuture.completedStage(
                                        tenant == 1 && !eventId.contains("unknown")
                                                ? Optional.of(Payment.bytes(eventId))
                                                : Optional.empty()));
    }

    @AfterEach
    void tearDown() {
        http.close();
    }

    private static String item(String code, String success, String reference, String more) {
        String signature =
                Webhooks.adyenSignature(
                        "8515131751004933:9913140798220028:TestMerchant:"
                                + reference
                                + ":1050:EUR:"
                                + code
                                + ":"
                                + success);
        return """
               {"NotificationRequestItem": {
                 "additionalData": {"hmacSignature": "%s"%s},
                 "amount": {"currency": "EUR", "value": 1050},
                 "eventCode": "%s", "eventDate": "2026-02-01T17:15:34.121+02:00",
                 "merchantAccountCode": "TestMerchant", "merchantReference": "%s",
                 "originalReference": "9913140798220028", "paymentMethod": "visa",
                 "pspReference": "8515131751004933", "reason": "", "success": "%s"}}"""
                .formatted(signature, more, code, reference, success);
    }

    private static String notification(String... items) {
        return "{\"live\": \"false\", \"notificationItems\": [" + String.join(",", items) + "]}";
    }

    @Test
    void shouldAgreeWithTheSignatureOfAdyensOwnExample() throws Exception {
        http.start();
        String example =
                """
                {"live":"false","notificationItems":[{"NotificationRequestItem":{
                "additionalData":{"hmacSignature":"coqCmt/IZ4E3CzPvMY8zTjQVL5hYJUiBRg8UU+iCWo0="},
                "amount":{"value":1130,"currency":"EUR"},"pspReference":"7914073381342284",
                "eventCode":"AUTHORISATION","eventDate":"2019-05-06T17:15:34.121+02:00",
                "merchantAccountCode":"TestMerchant","operations":["CANCEL","CAPTURE","REFUND"],
                "merchantReference":"TestPayment-1407325143704","paymentMethod":"visa","success":"true"}}]}
                """;

        HttpResponse<String> response = http.post(ADYEN, example);

        assertAccepted(response);
        OutcomeDecoder outcome = outcome();
        assertThat((char) outcome.responseCode(0)).isEqualTo('0');
        assertThat(outcome.outcomeTimeNs())
                .isEqualTo(Instant.parse("2019-05-06T15:15:34.121Z").toEpochMilli() * 1_000_000);
        assertThat(outcome.eventId()).isEqualTo("adyen-AUTHORISATION-7914073381342284");
        assertUnsigned(http.post(ADYEN, example.replace("1130", "1131")));
        assertUnsigned(http.post(ADYEN, example.replace("coqC", "coqD")));
        assertUnsigned(http.post(ADYEN, example.replace("hmacSignature", "signature")));
        assertThat(sent).hasSize(1);
    }

    @Test
    void shouldTellOutcomesWithWhatWasChecked() throws Exception {
        http.start();
        String checks =
                ", \"avsResultRaw\": \"N\", \"cvcResultRaw\": \"M\","
                        + " \"threeDAuthenticatedResponse\": \"Y\"";

        assertAccepted(
                http.post(ADYEN, notification(item("AUTHORISATION", "false", "pay-1", checks))));

        OutcomeDecoder outcome = outcome();
        assertThat((char) outcome.responseCode(0)).isEqualTo('0');
        assertThat((char) outcome.responseCode(1)).isEqualTo('5');
        assertThat((char) outcome.avsResult()).isEqualTo('N');
        assertThat((char) outcome.cvvResult()).isEqualTo('M');
        assertThat((char) outcome.threeDsStatus()).isEqualTo('Y');
    }

    @ParameterizedTest
    @CsvSource({"REFUND, 1050", "CANCEL_OR_REFUND, 1050", "CANCELLATION, 9007199254740992"})
    void shouldTakePaymentsBack(String code, long amountMinor) throws Exception {
        http.start();

        assertAccepted(http.post(ADYEN, notification(item(code, "true", "pay-1", ""))));
        assertAccepted(http.post(ADYEN, notification(item(code, "false", "pay-1", ""))));

        assertThat(sent).hasSize(1);
        assertThat(reversal().amountMinor()).isEqualTo(amountMinor);
    }

    @ParameterizedTest
    @CsvSource({
        "CHARGEBACK, '', CHARGEBACK",
        "CHARGEBACK, '10.4', CHARGEBACK",
        "SECOND_CHARGEBACK, '4837', CHARGEBACK",
        "NOTIFICATION_OF_FRAUD, '', FRAUD",
        "CHARGEBACK_REVERSED, '10.4', RETRACTION"
    })
    void shouldLabelPayments(String code, String reason, LabelKind kind) throws Exception {
        http.start();
        String more = reason.isEmpty() ? "" : ", \"chargebackReasonCode\": \"" + reason + '"';

        assertAccepted(http.post(ADYEN, notification(item(code, "true", "pay-1", more))));

        LabelDecoder label = label();
        assertThat(label.kind()).isEqualTo(kind);
        assertThat(label.eventId()).isEqualTo("adyen-" + code + "-8515131751004933");
    }

    @Test
    void shouldAcceptWhatTellsNothing() throws Exception {
        http.start();
        String other = ", \"chargebackReasonCode\": \"13.1\"";

        assertAccepted(
                http.post(
                        ADYEN,
                        notification(
                                item("CHARGEBACK", "true", "pay-1", other),
                                item("REPORT_AVAILABLE", "true", "", ""),
                                item("CAPTURE", "true", "pay-1", ""))));

        assertThat(sent).isEmpty();
    }

    @Test
    void shouldApplyNothingWhenOneItemIsNotSigned() throws Exception {
        http.start();
        String good = item("CHARGEBACK", "true", "pay-1", "");

        assertUnsigned(http.post(ADYEN, notification(good, good.replace("1050", "105000"))));

        assertThat(sent).isEmpty();
        assertAccepted(http.post(ADYEN, notification(good, item("REFUND", "true", "pay-1", ""))));
        assertThat(sent).hasSize(2);
    }

    @Test
    void shouldAcceptWhatCameBefore() throws Exception {
        http.start();
        http.engine.script(
                (event, queue) ->
                        event.answer().onAck(DecisionReplies.ack(1, EventStatus.DUPLICATE)));
        String message = notification(item("CHARGEBACK", "true", "pay-1", ""));
        assertAccepted(http.post(ADYEN, message));
        http.engine.script(
                (event, queue) ->
                        event.answer().onRejected(RejectCode.CONFLICT, "eventId", "", "differs"));
        assertAccepted(http.post(ADYEN, message));
    }

    @Test
    void shouldLetAPaymentThatIsNotKnownYetBeToldAgainForAWhile() throws Exception {
        http.start();

        assertAccepted(http.post(ADYEN, notification(item("REFUND", "true", "unknown", ""))));
        HttpResponse<String> young =
                stripe(refund(nowSeconds - 60).replace("pi_1", "pi_unknown"), nowSeconds);

        assertThat(young.statusCode()).isEqualTo(422);
        assertThat(young.body()).contains("urn:peregrine:problem:original-unknown");
        assertThat(
                        stripe(refund(nowSeconds - 3700).replace("pi_1", "pi_unknown"), nowSeconds)
                                .statusCode())
                .isEqualTo(200);
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldHaveAMessageSentAgainWhenTheEngineIsAway() throws Exception {
        http.start();
        http.engine.session(SessionState.notOpen("away", Map.of("acme", 1)));

        assertThat(http.post(ADYEN, notification(item("REFUND", "true", "pay-1", ""))).statusCode())
                .isEqualTo(503);
    }

    @Test
    void shouldNameWhatIsWrongInASignedMessage() throws Exception {
        http.start();
        String good = notification(item("REFUND", "true", "pay-1", ""));
        HttpResponse<String> bad = http.post(ADYEN, good.replace("2026-02-01T", "2026-02-30T"));
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.body()).contains("\"field\":\"eventDate\"");
        HttpResponse<String> missing = http.post(ADYEN, good.replace("eventDate", "eventDay"));
        assertThat(missing.body()).contains("\"field\":\"eventDate\"", "is missing");
        for (String body :
                List.of(
                        "",
                        "{",
                        "[]",
                        "{\"notificationItems\":[]}",
                        "{\"notificationItems\":" + "[".repeat(500))) {
            assertThat(http.post(ADYEN, body).statusCode()).isEqualTo(400);
        }
        for (int end = 1; end < good.length(); end += 61) {
            assertThat(http.post(ADYEN, good.substring(0, end)).statusCode()).isEqualTo(400);
        }
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldBeOpenToSignedMessagesOfConfiguredTenantsOnly() throws Exception {
        http.start();
        String good = notification(item("REFUND", "true", "pay-1", ""));

        assertThat(http.post("/v1/webhooks/adyen/other", good).statusCode()).isEqualTo(401);
        assertThat(http.post("/v1/labels", "{}").statusCode()).isEqualTo(401);
        assertThat(http.post("/v1/3ds/areq", "{}").statusCode()).isEqualTo(401);
        assertThat(
                        http.send(
                                        http.request(
                                                        ADYEN,
                                                        "application/json",
                                                        good.getBytes(StandardCharsets.UTF_8))
                                                .header("Peregrine-Tenant", "other"))
                                .statusCode())
                .isEqualTo(200);
        assertThat(sent).extracting(Pending::tenantId).containsExactly(1);
    }

    @Test
    void shouldHoldAProviderToItsRate() throws Exception {
        http.context.formats(Webhooks.formats(2));
        http.start();
        String good = notification(item("REFUND", "true", "pay-1", ""));
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            statuses.add(http.post(ADYEN, good).statusCode());
        }
        assertThat(statuses).startsWith(200, 200).contains(429);
    }

    private static String event(String type, long created, String object, String more) {
        return """
               {"id": "evt_1MqqbKLt4dXK03v5qaIbiNCC", "object": "event", "api_version": "2024-06-20",
                "created": %d, "livemode": false, "pending_webhooks": 1, "type": "%s",
                "data": {"object": %s%s}}"""
                .formatted(created, type, object, more);
    }

    private static String refund(long created) {
        return event(
                "charge.refunded",
                created,
                """
                {"id": "ch_1", "object": "charge", "amount": 4999, "amount_refunded": 1500,
                 "currency": "eur", "payment_intent": "pi_1"}""",
                ", \"previous_attributes\": {\"amount_refunded\": 400}");
    }

    private HttpResponse<String> stripe(String body, long signedSeconds) throws Exception {
        return http.send(
                http.request(STRIPE, "application/json", body.getBytes(StandardCharsets.UTF_8))
                        .header("Stripe-Signature", Webhooks.stripeSignature(body, signedSeconds)));
    }

    @Test
    void shouldTakeBackWhatStripeRefundedSinceBefore() throws Exception {
        http.start();

        assertThat(stripe(refund(nowSeconds), nowSeconds).statusCode()).isEqualTo(200);

        ReversalDecoder reversal = reversal();
        assertThat(reversal.amountMinor()).isEqualTo(1100);
        assertThat(reversal.eventId()).isEqualTo("stripe-evt_1MqqbKLt4dXK03v5qaIbiNCC");

        sent.clear();
        HttpResponse<String> other =
                stripe(refund(nowSeconds).replace("\"eur\"", "\"isk\""), nowSeconds);
        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(other.body()).contains("\"field\":\"data/object/currency\"");
        assertThat(sent).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "charge.dispute.created, fraudulent, needs_response, CHARGEBACK",
        "charge.dispute.created, product_not_received, needs_response, ''",
        "charge.dispute.closed, fraudulent, won, RETRACTION",
        "charge.dispute.closed, fraudulent, lost, ''",
        "radar.early_fraud_warning.created, '', '', FRAUD",
        "customer.created, '', '', ''"
    })
    void shouldLabelWhatStripeTells(String type, String reason, String status, String kind)
            throws Exception {
        http.start();
        String object =
                "{\"id\": \"x_1\", \"charge\": \"ch_1\", \"payment_intent\": \"pi_1\", \"reason\": \"%s\", \"status\": \"%s\"}"
                        .formatted(reason, status);

        assertThat(stripe(event(type, nowSeconds, object, ""), nowSeconds).statusCode())
                .isEqualTo(200);

        if (kind.isEmpty()) {
            assertThat(sent).isEmpty();
        } else {
            assertThat(label().kind().name()).isEqualTo(kind);
        }
    }

    @Test
    void shouldTellOutcomesOfStripe() throws Exception {
        http.start();
        String charge =
                """
                {"id": "ch_1", "payment_intent": "pi_1", "failure_code": "card_declined",
                 "outcome": {"reason": "stolen_card"},
                 "payment_method_details": {"card": {"checks": {"address_postal_code_check": "fail", "cvc_check": "pass"},
                  "three_d_secure": {"result": "attempt_acknowledged"}}}}""";

        assertThat(stripe(event("charge.failed", nowSeconds, charge, ""), nowSeconds).statusCode())
                .isEqualTo(200);

        OutcomeDecoder outcome = outcome();
        assertThat("" + (char) outcome.responseCode(0) + (char) outcome.responseCode(1))
                .isEqualTo("43");
        assertThat((char) outcome.avsResult()).isEqualTo('N');
        assertThat((char) outcome.cvvResult()).isEqualTo('M');
        assertThat((char) outcome.threeDsStatus()).isEqualTo('A');
        String intent = "{\"id\": \"pi_1\", \"object\": \"payment_intent\"}";
        for (String type : List.of("payment_intent.succeeded", "payment_intent.payment_failed")) {
            assertThat(stripe(event(type, nowSeconds, intent, ""), nowSeconds).statusCode())
                    .isEqualTo(200);
        }
        assertThat(sent).hasSize(3);
    }

    @Test
    void shouldTakeOnlyStripesOwnSignatureAndOnlyForAWhile() throws Exception {
        http.start();
        String body = refund(nowSeconds);
        assertThat(stripe(body, nowSeconds - 290).statusCode()).isEqualTo(200);
        sent.clear();
        assertUnsigned(stripe(body, nowSeconds - 400));
        assertUnsigned(stripe(body, nowSeconds + 400));
        assertUnsigned(http.post(STRIPE, body));
        String good = Webhooks.stripeSignature(body, nowSeconds);
        for (String header :
                List.of(
                        "",
                        "t=,v1=",
                        "t=" + nowSeconds,
                        good.replace("v1=", "v0="),
                        good.replace("v1=", "v1=zz"),
                        good.replace("t=", "t=1"),
                        good.substring(0, good.length() - 8).replaceFirst("v1=..", "v1=00"))) {
            assertUnsigned(
                    http.send(
                            http.request(
                                            STRIPE,
                                            "application/json",
                                            body.getBytes(StandardCharsets.UTF_8))
                                    .header("Stripe-Signature", header)));
        }
        assertUnsigned(
                http.send(
                        http.request(
                                        STRIPE,
                                        "application/json",
                                        body.replace("1500", "1501")
                                                .getBytes(StandardCharsets.UTF_8))
                                .header("Stripe-Signature", good)));
        assertThat(sent).isEmpty();
        HttpResponse<String> bad =
                stripe(body.replace("\"created\": ", "\"created\": -"), nowSeconds);
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.body()).contains("\"field\":\"created\"");
    }

    private OutcomeDecoder outcome() {
        OutcomeDecoder outcome = new OutcomeDecoder();
        outcome.wrapAndApplyHeader(last(), 0, new MessageHeaderDecoder());
        return outcome;
    }

    private ReversalDecoder reversal() {
        ReversalDecoder reversal = new ReversalDecoder();
        reversal.wrapAndApplyHeader(last(), 0, new MessageHeaderDecoder());
        return reversal;
    }

    private LabelDecoder label() {
        LabelDecoder label = new LabelDecoder();
        label.wrapAndApplyHeader(last(), 0, new MessageHeaderDecoder());
        return label;
    }

    private UnsafeBuffer last() {
        return new UnsafeBuffer(sent.get(sent.size() - 1).event());
    }

    private static void assertAccepted(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("[accepted]");
    }

    private static void assertUnsigned(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(401);
        assertThat(response.body()).contains("urn:peregrine:problem:unauthenticated");
    }
}
