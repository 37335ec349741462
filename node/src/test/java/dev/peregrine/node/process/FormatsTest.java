package dev.peregrine.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Foreign formats through a node in a process of its own, with its evidence. */
@Timeout(180)
class FormatsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String PAN = "4111111111111111";
    private static final String ADYEN_KEY = "44782DEF547AAA06C910C43932B1EB0C";
    private static final String STRIPE_SECRET = "whsec_of_a_test";
    private static final String RULES =
            """
            rules:
              - id: new_account
                description: An account that was opened just now.
                when: attr.ch_acc_age_ind <= 2
                action: challenge
                reason: {code: NEW_ACCOUNT, text: A new account.}
              - id: huge
                description: A huge transfer.
                when: tx.channel == 'transfer' && tx.amount_minor > 100000
                action: decline
                reason: {code: HUGE, text: A huge transfer.}
            """;

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir private Path directory;
    private NodeProcess node;
    private int port;

    @BeforeEach
    void start() throws Exception {
        Path policy = Files.createDirectories(directory.resolve("policy/rules")).getParent();
        Path minimal = Path.of(System.getProperty("peregrine.root"), "policies", "minimal");
        for (String file : List.of("policy.yaml", "features.yaml")) {
            Files.copy(minimal.resolve(file), policy.resolve(file));
        }
        Files.writeString(
                policy.resolve("attributes.yaml"),
                "attributes:\n  - {id: 1, name: ch_acc_age_ind, type: integer}\n");
        Files.writeString(policy.resolve("rules/formats.yaml"), RULES);
        Files.writeString(directory.resolve("adyen.hmac"), ADYEN_KEY + "\n");
        Files.writeString(directory.resolve("stripe.secret"), STRIPE_SECRET + "\n");
        Path configuration =
                Files.writeString(
                        directory.resolve("node.yaml"),
                        """
                        data-dir: %1$s/data
                        tenants: [{id: 1, name: shop, policy: %1$s/policy}]
                        journal: {term-length: 1MiB, segment-length: 4MiB}
                        identity: {capacity: 100000}
                        http: {port: 0}
                        formats:
                          webhooks:
                            - tenant: 1
                              adyen-hmac-key-files: [%1$s/adyen.hmac]
                              stripe-secret-files: [%1$s/stripe.secret]
                        """
                                .formatted(directory));
        node =
                NodeProcess.start(directory, 0, List.of("--config", configuration.toString()))
                        .awaitReady();
        port = node.port();
    }

    @AfterEach
    void stop() throws Exception {
        node.kill();
    }

    @Test
    void shouldDecideAndTakeBackACreditTransfer() throws Exception {
        String uetr = UUID.randomUUID().toString();
        String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();

        String accepted = xml("/v1/iso20022/payments", pacs008(uetr, now, "49.99"));
        String rejected =
                xml("/v1/iso20022/payments", pacs008(UUID.randomUUID().toString(), now, "1000.01"));

        assertThat(accepted).contains("<TxSts>ACCP</TxSts>", "<OrgnlUETR>" + uetr);
        assertThat(rejected).contains("<TxSts>RJCT</TxSts>", "<Cd>FR01</Cd>");
        assertThat(xml("/v1/iso20022/payments", pacs008(uetr, now, "49.99")))
                .contains("<TxSts>ACCP</TxSts>");
        assertThat(xml("/v1/iso20022/payments", pacs008(uetr, now, "49.98")))
                .contains("<TxSts>RJCT</TxSts>", "<Cd>AM05</Cd>");
        JsonNode payment = evidence(uetr, 1);
        assertThat(payment.toString()).contains("\"channel\":\"transfer\"", "tok_");

        String returned =
                """
                <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.004.001.09"><PmtRtr>
                <GrpHdr><MsgId>R-1</MsgId><CreDtTm>%s</CreDtTm><NbOfTxs>1</NbOfTxs></GrpHdr>
                <TxInf><RtrId>1</RtrId><OrgnlUETR>%s</OrgnlUETR>
                <RtrdIntrBkSttlmAmt Ccy="EUR">49.99</RtrdIntrBkSttlmAmt>
                <RtrRsnInf><Rsn><Cd>FRAD</Cd></Rsn></RtrRsnInf></TxInf></PmtRtr></Document>
                """
                        .formatted(now, uetr);
        assertThat(xml("/v1/iso20022/reports", returned)).contains("<TxSts>ACTC</TxSts>");
        JsonNode history = evidence(uetr, 4).get("history");
        assertThat(history.findValuesAsText("kind")).contains("reversal", "label");
        assertThat(history.findValuesAsText("label")).contains("fraud");
    }

    @Test
    void shouldUseAccountAgeInARuleAndKeepNoCardNumber() throws Exception {
        String old = areq(UUID.randomUUID().toString(), "05");
        String created = areq(UUID.randomUUID().toString(), "02");

        assertThat(post("/v1/3ds/areq", old, Map.of()).body()).contains("\"transStatus\":\"Y\"");
        HttpResponse<String> challenge = post("/v1/3ds/areq", created, Map.of());
        assertThat(challenge.body()).contains("\"transStatus\":\"C\"");
        HttpResponse<String> error =
                post("/v1/3ds/areq", old.replace("\"purchaseDate\"", "\"purchaseDay\""), Map.of());
        assertThat(error.statusCode()).isEqualTo(400);
        assertThat(error.body())
                .contains("\"errorCode\":\"201\"", "\"errorDetail\":\"purchaseDate\"");

        JsonNode evidence = evidence(MAPPER.readTree(old).get("threeDSServerTransID").asText(), 0);
        assertThat(evidence.toString()).contains("\"ch_acc_age_ind\":5", "\"card\":\"tok_");
        node.kill();
        byte[] pan = PAN.getBytes(StandardCharsets.US_ASCII);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(contains(Files.readAllBytes(file), pan)).as(file.toString()).isFalse();
            }
        }
        assertThat(Files.getPosixFilePermissions(directory.resolve("data/token.key"))).hasSize(2);
    }

    @Test
    void shouldLabelByWebhooksOnce() throws Exception {
        String payment =
                """
                {"event_id": "%s", "event_time": "%s", "amount_minor": 4999, "currency": "EUR",
                 "card": "card-tok-1"}
                """;
        String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        assertThat(post("/v1/decisions", payment.formatted("order-1", now), Map.of()).statusCode())
                .isEqualTo(200);
        assertThat(post("/v1/decisions", payment.formatted("pi_1", now), Map.of()).statusCode())
                .isEqualTo(200);
        evidence("order-1", 0);
        evidence("pi_1", 0);

        String adyen = adyen("CHARGEBACK", "order-1", now);
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> response = post("/v1/webhooks/adyen/shop", adyen, Map.of());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("[accepted]");
        }
        assertThat(
                        post(
                                        "/v1/webhooks/adyen/shop",
                                        adyen.replace("order-1", "order-2"),
                                        Map.of())
                                .statusCode())
                .isEqualTo(401);
        String stripe =
                """
                {"id": "evt_1", "type": "charge.refunded", "created": %d, "data": {"object":
                 {"id": "ch_1", "amount_refunded": 1000, "currency": "eur", "payment_intent": "pi_1"}}}
                """
                        .formatted(Instant.now().getEpochSecond());
        HttpResponse<String> refund =
                post(
                        "/v1/webhooks/stripe/shop",
                        stripe,
                        Map.of("Stripe-Signature", stripeSignature(stripe)));
        assertThat(refund.statusCode()).as(refund.body()).isEqualTo(200);
        assertThat(post("/v1/webhooks/stripe/shop", stripe, Map.of()).statusCode()).isEqualTo(401);

        JsonNode labelled = evidence("order-1", 1).get("history");
        assertThat(labelled.findValuesAsText("label")).containsOnly("chargeback");
        String same =
                """
                {"event_id": "adyen-CHARGEBACK-PSP1", "label_time": "%s", "kind": "chargeback",
                 "source": "adyen-CHARGEBACK", "original_event_id": "order-1"}
                """
                        .formatted(now);
        assertThat(post("/v1/labels", same, Map.of()).body()).contains("\"status\":\"duplicate\"");
        JsonNode refunded = evidence("pi_1", 1).get("history");
        assertThat(refunded.findValuesAsText("amount_minor")).containsExactly("1000");
    }

    private static String pacs008(String uetr, String time, String amount) {
        return """
               <?xml version="1.0" encoding="UTF-8"?>
               <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08"><FIToFICstmrCdtTrf>
               <GrpHdr><MsgId>FI-1</MsgId><CreDtTm>%s</CreDtTm><NbOfTxs>1</NbOfTxs></GrpHdr>
               <CdtTrfTxInf><PmtId><EndToEndId>E-1</EndToEndId><TxId>T-1</TxId><UETR>%s</UETR></PmtId>
               <IntrBkSttlmAmt Ccy="EUR">%s</IntrBkSttlmAmt>
               <DbtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></DbtrAcct>
               <CdtrAcct><Id><IBAN>FR1420041010050500013M02606</IBAN></Id></CdtrAcct></CdtTrfTxInf>
               </FIToFICstmrCdtTrf></Document>
               """
                .formatted(time, uetr, amount);
    }

    private static String areq(String id, String age) {
        String now =
                DateTimeFormatter.ofPattern("uuuuMMddHHmmss")
                        .withZone(ZoneOffset.UTC)
                        .format(Instant.now());
        return """
               {"messageType": "AReq", "messageVersion": "2.2.0", "messageCategory": "01",
                "deviceChannel": "02", "threeDSServerTransID": "%s", "acctNumber": "%s",
                "acquirerMerchantID": "987654321", "mcc": "5411", "merchantCountryCode": "276",
                "purchaseAmount": "4999", "purchaseCurrency": "978", "purchaseExponent": "2",
                "purchaseDate": "%s", "acctInfo": {"chAccAgeInd": "%s"}}
               """
                .formatted(id, PAN, now, age);
    }

    private static String adyen(String code, String reference, String time) throws Exception {
        String signed = "PSP1:PSP0:Shop:" + reference + ":4999:EUR:" + code + ":true";
        String signature =
                Base64.getEncoder()
                        .encodeToString(hmac(HexFormat.of().parseHex(ADYEN_KEY), signed));
        return """
               {"live": "false", "notificationItems": [{"NotificationRequestItem": {
                "additionalData": {"hmacSignature": "%s"}, "amount": {"currency": "EUR", "value": 4999},
                "eventCode": "%s", "eventDate": "%s", "merchantAccountCode": "Shop",
                "merchantReference": "%s", "originalReference": "PSP0", "pspReference": "PSP1",
                "success": "true"}}]}
               """
                .formatted(signature, code, time, reference);
    }

    private static String stripeSignature(String body) throws Exception {
        long now = Instant.now().getEpochSecond();
        byte[] secret = STRIPE_SECRET.getBytes(StandardCharsets.UTF_8);
        return "t=" + now + ",v1=" + HexFormat.of().formatHex(hmac(secret, now + "." + body));
    }

    private static byte[] hmac(byte[] key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private String xml(String path, String body) throws Exception {
        HttpResponse<String> response = post(path, body, Map.of("Content-Type", "application/xml"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private HttpResponse<String> post(String path, String body, Map<String, String> headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        request.setHeader("Content-Type", "application/json");
        headers.forEach(request::setHeader);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Evidence of a payment once it has so much history. */
    private JsonNode evidence(String eventId, int history) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            JsonNode page = MAPPER.readTree(get("/v1/decisions?event_id=" + eventId));
            JsonNode first = page.at("/decisions/0");
            if (first.has("decision_id")) {
                JsonNode one =
                        MAPPER.readTree(get("/v1/decisions/" + first.get("decision_id").asText()));
                if (one.path("history").size() >= history) {
                    return one;
                }
            }
            assertThat(System.nanoTime()).as(page.toString()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private String get(String path) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static boolean contains(byte[] content, byte[] part) {
        for (int i = 0; i + part.length <= content.length; i++) {
            int same = 0;
            while (same < part.length && content[i + same] == part[same]) {
                same++;
            }
            if (same == part.length) {
                return true;
            }
        }
        return false;
    }
}
