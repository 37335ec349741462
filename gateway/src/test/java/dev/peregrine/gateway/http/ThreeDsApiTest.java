package dev.peregrine.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.client.Attribute;
import dev.peregrine.client.AttributeDictionary;
import dev.peregrine.gateway.ScriptedEngine.Pending;
import dev.peregrine.gateway.SessionState;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.AttributeType;
import dev.peregrine.protocol.codec.RejectCode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Authentication requests of EMV 3-D Secure, good and bad, through a running gateway. */
@Timeout(60)
class ThreeDsApiTest {
    private static final String PATH = "/v1/3ds/areq";
    private static final String PAN = "4111111111111111";
    private static final String ID = "8a880dc0-d2d2-4067-bcb1-b08d1690b26e";
    private static final String AREQ =
            """
            {
              "messageType": "AReq",
              "messageVersion": "2.2.0",
              "messageCategory": "01",
              "deviceChannel": "02",
              "threeDSServerTransID": "8a880dc0-d2d2-4067-bcb1-b08d1690b26e",
              "dsTransID": "f25084f0-5b16-4c0a-ae5d-b24808a95e4b",
              "threeDSServerRefNumber": "3DS_LOA_SER_PPFU_020100_00008",
              "threeDSRequestorID": "az0123456789",
              "threeDSRequestorName": "Example Shop",
              "threeDSRequestorURL": "https://shop.example",
              "threeDSCompInd": "Y",
              "threeDSRequestorAuthenticationInd": "01",
              "threeDSRequestorAuthenticationInfo": {"threeDSReqAuthMethod": "02"},
              "acctNumber": "4111111111111111",
              "acctID": "shopper-4711",
              "acquirerBIN": "000000999",
              "acquirerMerchantID": "9876543210001",
              "mcc": "5411",
              "merchantCountryCode": "276",
              "merchantName": "Example Shop",
              "cardExpiryDate": "2712",
              "cardholderName": "Frances Example",
              "email": "Frances@Example.ORG",
              "browserIP": "192.0.2.17",
              "browserLanguage": "de-DE",
              "browserTZ": "-60",
              "browserUserAgent": "Mozilla/5.0",
              "notificationURL": "https://shop.example/3ds",
              "addrMatch": "N",
              "shipAddrCountry": "250",
              "purchaseAmount": "49990",
              "purchaseCurrency": "978",
              "purchaseExponent": "3",
              "purchaseDate": "20260131120000",
              "transType": "01",
              "acctInfo": {
                "chAccAgeInd": "05", "chAccDate": "20250131", "chAccChangeInd": "03", "chAccChange": "20260121",
                "chAccPwChangeInd": "02", "chAccPwChange": "20260131", "nbPurchaseAccount": "3",
                "provisionAttemptsDay": "0", "txnActivityDay": "1", "txnActivityYear": "12",
                "paymentAccInd": "04", "paymentAccAge": "20251225", "shipAddressUsageInd": "01",
                "shipAddressUsage": "20260131", "shipNameIndicator": "02", "suspiciousAccActivity": "01"
              },
              "merchantRiskIndicator": {"deliveryTimeframe": "02", "giftCardCount": "01", "shipIndicator": "03"},
              "someElementOfAnotherVersion": {"is": ["passed", "over"]}
            }
            """;

    private final HttpFixture http = new HttpFixture();
    private final List<Pending> sent = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void tearDown() {
        http.close();
    }

    private void start(Action action) {
        http.engine.script(
                (event, queue) -> {
                    sent.add(event);
                    event.decide(action);
                });
        http.start();
    }

    @ParameterizedTest
    @CsvSource({
        "APPROVE, 02, Y, ''",
        "CHALLENGE, 02, C, ''",
        "REVIEW, 01, C, ''",
        "DECLINE, 02, N, 11",
        "CHALLENGE, 03, N, 11",
        "APPROVE, 03, Y, ''"
    })
    void shouldIndicateWhatWasDecided(Action action, String channel, String status, String reason)
            throws Exception {
        start(action);

        HttpResponse<String> response =
                post(
                        AREQ.replace(
                                "\"deviceChannel\": \"02\"",
                                "\"deviceChannel\": \"" + channel + '"'));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode answer = ApiDocument.MAPPER.readTree(response.body());
        assertThat(answer.path("messageType").asText()).isEqualTo("ARes");
        assertThat(answer.path("messageVersion").asText()).isEqualTo("2.2.0");
        assertThat(answer.path("threeDSServerTransID").asText()).isEqualTo(ID);
        assertThat(answer.path("dsTransID").asText()).startsWith("f25084f0");
        assertThat(answer.path("transStatus").asText()).isEqualTo(status);
        assertThat(answer.path("transStatusReason").asText()).isEqualTo(reason);
        assertThat(answer.has("acsChallengeMandated")).isEqualTo(status.equals("C"));
        JsonNode data = answer.at("/messageExtension/0/data");
        assertThat(data.path("score").asInt()).isEqualTo(640);
        assertThat(data.path("final").asBoolean()).isTrue();
        ApiDocument document = new ApiDocument(http.get("/openapi.json").body());
        assertThat(document.mismatches(answer, PATH, "post")).isEmpty();
    }

    @Test
    void shouldMapAPaymentAndKeepNoCardNumber() throws Exception {
        start(Action.APPROVE);

        HttpResponse<String> response = post(AREQ);

        SentPayment payment = SentPayment.of(sent.get(0).event());
        assertThat(payment.eventId()).isEqualTo(ID);
        assertThat(payment.amountMinor()).isEqualTo(4999);
        assertThat(payment.currency()).isEqualTo(978);
        assertThat(payment.eventTime()).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
        assertThat(payment.channel()).isEqualTo("ECOMMERCE");
        assertThat(payment.card()).startsWith("tok_").hasSize(26);
        assertThat(payment.account()).startsWith("tok_");
        assertThat(payment.merchant()).isEqualTo("9876543210001");
        assertThat(payment.merchantCountry()).isEqualTo("DE");
        assertThat(payment.emailDomain()).isEqualTo("example.org");
        assertThat(payment.attributes()).isEmpty();
        assertThat(response.body()).doesNotContain(PAN);
        assertThat(new String(sent.get(0).event(), StandardCharsets.ISO_8859_1))
                .doesNotContain(PAN);
        assertThat(http.engine.malformed()).isZero();

        post(AREQ.replace(ID, "9a880dc0-d2d2-4067-bcb1-b08d1690b26f"));
        post(AREQ.replace(PAN, "5555555555554444"));
        assertThat(SentPayment.of(sent.get(1).event()).card()).isEqualTo(payment.card());
        assertThat(SentPayment.of(sent.get(2).event()).card()).isNotEqualTo(payment.card());
    }

    @Test
    void shouldFillInTheAttributesThatThePolicyDeclares() throws Exception {
        List<Attribute> declared = new ArrayList<>();
        List<String> names =
                List.of(
                        "ch_acc_age_ind",
                        "ch_acc_age_days",
                        "ch_acc_change_ind",
                        "ch_acc_change_days",
                        "ch_acc_pw_change_ind",
                        "ch_acc_pw_change_days",
                        "nb_purchase_account",
                        "provision_attempts_day",
                        "txn_activity_day",
                        "txn_activity_year",
                        "payment_acc_ind",
                        "payment_acc_age_days",
                        "ship_address_usage_ind",
                        "ship_address_usage_days",
                        "ship_name_ind",
                        "suspicious_acc_activity",
                        "delivery_timeframe",
                        "gift_card_count",
                        "ship_ind",
                        "req_auth_method",
                        "trans_type");
        for (String name : names) {
            declared.add(new Attribute(declared.size(), AttributeType.INTEGER, name));
        }
        declared.add(new Attribute(100, AttributeType.STRING, "ship_country"));
        declared.add(new Attribute(101, AttributeType.BOOLEAN, "addr_match"));
        declared.add(new Attribute(102, AttributeType.STRING, "browser_language"));
        declared.add(new Attribute(103, AttributeType.STRING, "of_no_interest"));
        http.engine.attributes(new AttributeDictionary(declared));
        start(Action.APPROVE);

        assertThat(post(AREQ).statusCode()).isEqualTo(200);

        Map<Integer, Object> attributes = SentPayment.of(sent.get(0).event()).attributes();
        long[] expected = {5, 365, 3, 10, 2, 0, 3, 0, 1, 12, 4, 37, 1, 0, 2, 1, 2, 1, 3, 2, 1};
        for (int i = 0; i < expected.length; i++) {
            assertThat(attributes).as(names.get(i)).containsEntry(i, expected[i]);
        }
        assertThat(attributes)
                .containsEntry(100, "FR")
                .containsEntry(101, false)
                .containsEntry(102, "de-DE")
                .hasSize(expected.length + 3);

        http.engine.attributes(
                new AttributeDictionary(
                        List.of(
                                new Attribute(1, AttributeType.STRING, "ch_acc_age_ind"),
                                new Attribute(2, AttributeType.DOUBLE, "txn_activity_year"))));
        post(AREQ);
        assertThat(SentPayment.of(sent.get(1).event()).attributes())
                .isEqualTo(Map.of(1, "5", 2, 12.0));
    }

    @Test
    void shouldTakeAnAuthenticationWithoutAPayment() throws Exception {
        start(Action.CHALLENGE);
        ObjectNode request = (ObjectNode) ApiDocument.MAPPER.readTree(AREQ);
        request.put("messageCategory", "02").put("messageVersion", "2.1.0");
        request.remove(
                List.of("purchaseAmount", "purchaseCurrency", "purchaseExponent", "purchaseDate"));

        HttpResponse<String> response = post(request.toString());

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).contains("\"messageVersion\":\"2.1.0\"");
        assertThat(SentPayment.of(sent.get(0).event()).amountMinor()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "threeDSServerTransID",
                "acctNumber",
                "deviceChannel",
                "messageCategory",
                "messageVersion",
                "purchaseAmount",
                "purchaseCurrency",
                "purchaseExponent",
                "purchaseDate"
            })
    void shouldNameWhatIsMissing(String element) throws Exception {
        start(Action.APPROVE);
        ObjectNode request = (ObjectNode) ApiDocument.MAPPER.readTree(AREQ);
        request.remove(element);

        JsonNode error = error(post(request.toString()), 400);

        assertThat(error.path("errorCode").asText()).isEqualTo("201");
        assertThat(error.path("errorDetail").asText()).isEqualTo(element);
        assertThat(sent).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "purchaseDate | 20260231120000 | purchaseDate",
                "purchaseDate | 2026-01-31T12:00:00Z | purchaseDate",
                "purchaseAmount | 49.99 | purchaseAmount",
                "purchaseAmount | 49999 | purchaseAmount",
                "purchaseCurrency | 001 | purchaseCurrency",
                "purchaseExponent | 12 | purchaseExponent",
                "merchantCountryCode | 999 | merchantCountryCode",
                "deviceChannel | 04 | deviceChannel",
                "messageCategory | 03 | messageCategory",
                "mcc | 54111 | mcc",
                "email | frances | email",
                "browserIP | 300.1.1.1 | browserIP",
                "threeDSServerTransID | 4111 1111 1111 1111 | threeDSServerTransID",
            })
    void shouldNameWhatHasAnotherForm(String element, String value, String named) throws Exception {
        start(Action.APPROVE);
        ObjectNode request = (ObjectNode) ApiDocument.MAPPER.readTree(AREQ);
        request.put(element, value);

        HttpResponse<String> response = post(request.toString());

        JsonNode error = error(response, 400);
        assertThat(error.path("errorCode").asText()).as(response.body()).isEqualTo("203");
        assertThat(error.path("errorDetail").asText()).isEqualTo(named);
        assertThat(response.body()).doesNotContain(PAN, "4111 1111");
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldRefuseOtherMessagesVersionsAndCriticalExtensions() throws Exception {
        start(Action.APPROVE);
        assertThat(code(post(AREQ.replace("\"AReq\"", "\"RReq\"")), 400)).isEqualTo("101");
        JsonNode version = error(post(AREQ.replace("2.2.0", "2.3.1")), 400);
        assertThat(version.path("errorCode").asText()).isEqualTo("102");
        assertThat(version.path("errorDetail").asText()).isEqualTo("2.1.0,2.2.0");
        String extension =
                ", \"messageExtension\": [{\"name\": \"x\", \"id\": \"A1\","
                        + " \"criticalityIndicator\": %s, \"data\": {}}]}";
        String open = AREQ.strip().substring(0, AREQ.strip().length() - 1);
        assertThat(code(post(open + extension.formatted("true")), 400)).isEqualTo("202");
        assertThat(post(open + extension.formatted("false")).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldRefuseWhatIsNoMessage() throws Exception {
        start(Action.APPROVE);
        List<String> bodies =
                new ArrayList<>(List.of("", "[]", "null", "{", PAN, "{\"a\":" + PAN + "x}"));
        bodies.add("{\"acctInfo\":".repeat(1_000));
        bodies.add("{\"a\":" + "[".repeat(10_000));
        bodies.add(AREQ.replace("\"mcc\"", "\"acctNumber\""));
        for (int end = 1; end < AREQ.strip().length(); end += 113) {
            bodies.add(AREQ.substring(0, end));
        }
        for (String body : bodies) {
            HttpResponse<String> response = post(body);
            assertThat(code(response, 400)).as(body).isEqualTo("101");
            assertThat(response.body()).doesNotContain(PAN);
        }
        assertThat(post("{\"a\":\"" + "x".repeat(130 * 1024) + "\"}").statusCode()).isEqualTo(413);
        assertThat(
                        http.send(
                                        http.request(
                                                PATH,
                                                "text/plain",
                                                AREQ.getBytes(StandardCharsets.UTF_8)))
                                .statusCode())
                .isEqualTo(415);
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldSayThatThereIsNoDecisionNow() throws Exception {
        http.start();
        http.engine.session(SessionState.notOpen("the node is away", Map.of("acme", 1)));
        assertThat(code(post(AREQ), 503)).isEqualTo("403");
        http.engine.session(SessionState.open(Map.of("acme", 1)));
        http.engine.script(
                (event, queue) ->
                        event.answer().onRejected(RejectCode.CONFLICT, "eventId", "", "differs"));
        assertThat(code(post(AREQ), 422)).isEqualTo("305");
    }

    private HttpResponse<String> post(String body) throws Exception {
        return http.post(PATH, body);
    }

    private String code(HttpResponse<String> response, int status) throws Exception {
        return error(response, status).path("errorCode").asText();
    }

    private JsonNode error(HttpResponse<String> response, int status) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode error = ApiDocument.MAPPER.readTree(response.body());
        assertThat(error.path("messageType").asText()).isEqualTo("Erro");
        assertThat(error.path("errorComponent").asText()).isEqualTo("A");
        ApiDocument document = new ApiDocument(http.get("/openapi.json").body());
        assertThat(document.mismatches(error, document.root().at("/components/schemas/Erro"), ""))
                .isEmpty();
        return error;
    }
}
