package dev.peregrine.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.client.Attribute;
import dev.peregrine.client.AttributeDictionary;
import dev.peregrine.gateway.ScriptedEngine.Pending;
import dev.peregrine.gateway.SessionState;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.AttributeType;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.codec.ReversalDecoder;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** ISO 20022 messages, good and bad, through a running gateway. */
@Timeout(120)
class Iso20022ApiTest {
    private static final String PAYMENTS = "/v1/iso20022/payments";
    private static final String REPORTS = "/v1/iso20022/reports";

    private final HttpFixture http = new HttpFixture();
    private final List<Pending> sent = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void tearDown() {
        http.close();
    }

    private void start() {
        http.engine.script(
                (event, queue) -> {
                    sent.add(event);
                    event.answerIt();
                });
        http.start();
    }

    @Test
    void shouldDecideOnEachTransactionOfAnInitiation() throws Exception {
        Action[] actions = {Action.APPROVE, Action.DECLINE, Action.CHALLENGE};
        http.engine.script(
                (event, queue) -> {
                    sent.add(event);
                    event.decide(actions[sent.size() - 1]);
                });
        http.start();

        Element report =
                report(
                        post(
                                PAYMENTS,
                                IsoMessages.pain001(
                                        "3",
                                        "160.59",
                                        IsoMessages.transfer("1", "49.99"),
                                        IsoMessages.transfer("2", "10.6"),
                                        IsoMessages.transfer("3", "100"))));

        assertThat(report.getNamespaceURI())
                .isEqualTo("urn:iso:std:iso:20022:tech:xsd:pain.002.001.10");
        assertThat(text(report, "OrgnlMsgId")).isEqualTo("MSG-1");
        assertThat(text(report, "OrgnlMsgNmId")).isEqualTo("pain.001.001.09");
        assertThat(text(report, "GrpSts")).isEqualTo("PART");
        assertThat(texts(report, "OrgnlPmtInfId")).containsExactly("PMT-1");
        assertThat(texts(report, "OrgnlEndToEndId")).containsExactly("E-1", "E-2", "E-3");
        assertThat(texts(report, "TxSts")).containsExactly("ACCP", "RJCT", "PDNG");
        assertThat(texts(report, "Cd")).containsExactly("FR01");
        assertThat(texts(report, "AddtlInf"))
                .allSatisfy(t -> assertThat(t).isEqualTo("decision 3-4711 score 640"));
        SentPayment first = SentPayment.of(sent.get(0).event());
        assertThat(first.eventId()).isEqualTo("MSG-1/E-1/I-1");
        assertThat(first.eventTime()).isEqualTo(Instant.parse("2026-01-31T11:00:00.123Z"));
        assertThat(first.amountMinor()).isEqualTo(4999);
        assertThat(first.currency()).isEqualTo(978);
        assertThat(first.channel()).isEqualTo("TRANSFER");
        assertThat(first.account()).startsWith("tok_").hasSize(26);
        assertThat(first.merchant()).startsWith("tok_").isNotEqualTo(first.account());
        assertThat(first.emailDomain()).isEqualTo("example.com");
        assertThat(first.issuerCountry()).isEqualTo("DE");
        assertThat(first.merchantCountry()).isEqualTo("FR");
        assertThat(sent)
                .extracting(event -> SentPayment.of(event.event()).account())
                .containsOnly(first.account());
        assertThat(SentPayment.of(sent.get(1).event()).amountMinor()).isEqualTo(1060);
        assertThat(http.engine.malformed()).isZero();
    }

    @Test
    void shouldAnswerACreditTransferBetweenBanks() throws Exception {
        start();

        HttpResponse<String> response = post(PAYMENTS, IsoMessages.pacs008(IsoMessages.AMOUNT));

        Element report = report(response);
        assertThat(report.getNamespaceURI()).endsWith("pacs.002.001.10");
        assertThat(texts(report, "OrgnlTxId")).containsExactly("T-1");
        assertThat(texts(report, "OrgnlUETR")).containsExactly(IsoMessages.UETR);
        assertThat(texts(report, "TxSts")).containsExactly("PDNG");
        SentPayment payment = SentPayment.of(sent.get(0).event());
        assertThat(payment.eventId()).isEqualTo(IsoMessages.UETR);
        assertThat(payment.amountMinor()).isEqualTo(5000);
        assertThat(payment.currency()).isEqualTo(392);
        assertThat(payment.account()).startsWith("tok_");
        assertThat(response.body()).doesNotContain("4111111111111111");
        assertThat(new String(sent.get(0).event(), StandardCharsets.ISO_8859_1))
                .doesNotContain("4111111111111111");
    }

    @ParameterizedTest
    @CsvSource({
        "2, 49.99, AM18", "0, 49.99, AM18", "x, 49.99, CH21", "'', 49.99, CH21",
        "1, 49.98, AM10", "1, 4999, AM10", "1, 49.990000001, AM10", "1, -49.99, AM10"
    })
    void shouldRejectAMessageWhoseTotalsDoNotMatch(String count, String sum, String reason)
            throws Exception {
        start();

        Element report =
                report(
                        post(
                                PAYMENTS,
                                IsoMessages.pain001(
                                        count, sum, IsoMessages.transfer("1", "49.99"))));

        assertThat(text(report, "GrpSts")).isEqualTo("RJCT");
        assertThat(texts(report, "Cd")).containsExactly(reason);
        assertThat(texts(report, "AddtlInf").get(0)).startsWith("GrpHdr/");
        assertThat(texts(report, "TxSts")).isEmpty();
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldTakeTotalsThatMatchInAnotherForm() throws Exception {
        start();

        Element report =
                report(
                        post(
                                PAYMENTS,
                                IsoMessages.pain001(
                                        "01", "49.9900", IsoMessages.transfer("1", "49.99"))));

        assertThat(texts(report, "TxSts")).containsExactly("PDNG");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<CreDtTm>2026-01-31T11:00:00Z</CreDtTm> | <CreDtTm>31.01.2026</CreDtTm> | DT01 | GrpHdr/CreDtTm",
                "<CreDtTm>2026-01-31T11:00:00Z</CreDtTm> | <CreDtTm>2026-02-30T11:00:00Z</CreDtTm> | DT01 | GrpHdr/CreDtTm",
                "<CreDtTm>2026-01-31T11:00:00Z</CreDtTm> | '' | CH21 | CreDtTm",
                "<EndToEndId>E-1</EndToEndId> | '' | CH21 | CdtTrfTxInf/PmtId/EndToEndId",
                "Ccy=\"JPY\" | '' | CH21 | CdtTrfTxInf/IntrBkSttlmAmt/@Ccy",
                "Ccy=\"JPY\" | Cur=\"JPY\" | CH21 | CdtTrfTxInf/IntrBkSttlmAmt/@Ccy",
                "Ccy=\"JPY\" | Ccy=\"JPX\" | AM12 | CdtTrfTxInf/IntrBkSttlmAmt",
                ">5000< | >50.01< | AM12 | CdtTrfTxInf/IntrBkSttlmAmt",
                ">5000< | >-5< | AM12 | CdtTrfTxInf/IntrBkSttlmAmt",
                ">5000< | >1e3< | AM12 | CdtTrfTxInf/IntrBkSttlmAmt",
                "BYLADEM1001 | BYLA | RC01 | DbtrAgt",
            })
    void shouldRejectATransactionByTheFieldThatIsAtFault(
            String good, String bad, String reason, String place) throws Exception {
        start();
        String message = IsoMessages.pacs008(IsoMessages.AMOUNT);
        assertThat(message).contains(good);

        Element report = report(post(PAYMENTS, message.replace(good, bad)));

        assertThat(texts(report, "TxSts")).containsExactly("RJCT");
        assertThat(texts(report, "Cd")).containsExactly(reason);
        assertThat(text(report, "AddtlInf")).contains(place);
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldTakeAttributesThatThePolicyDeclaresAndNoOthers() throws Exception {
        start();
        http.engine.attributes(
                new AttributeDictionary(
                        List.of(
                                new Attribute(7, AttributeType.INTEGER, "age_days"),
                                new Attribute(8, AttributeType.BOOLEAN, "known"),
                                new Attribute(9, AttributeType.STRING, "tier"))));
        String data =
                "<SplmtryData><Envlp><Attributes><age_days>412</age_days><known>true</known>"
                        + "<tier>7</tier></Attributes></Envlp></SplmtryData></CdtTrfTxInf>";
        String message = IsoMessages.pacs008(IsoMessages.AMOUNT).replace("</CdtTrfTxInf>", data);

        assertThat(texts(report(post(PAYMENTS, message)), "TxSts")).containsExactly("PDNG");
        assertThat(SentPayment.of(sent.get(0).event()).attributes())
                .isEqualTo(Map.of(7, 412L, 8, true, 9, "7"));

        for (String bad : List.of("<age>412</age>", "<age_days>old</age_days>")) {
            Element report =
                    report(post(PAYMENTS, message.replace("<age_days>412</age_days>", bad)));
            assertThat(texts(report, "TxSts")).containsExactly("RJCT");
            assertThat(text(report, "AddtlInf")).contains("attributes.age");
        }
        assertThat(sent).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "<Document",
                "<Document/>",
                "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.99\"><A/></Document>",
                "<!DOCTYPE d [<!ENTITY a \"x\">]><Document>&a;</Document>",
                "<!DOCTYPE d SYSTEM \"file:///etc/passwd\"><Document/>",
                "<Document>&undefined;</Document>",
                "<?evil do?><Document/>",
                "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pacs.004.001.09\"><PmtRtr/></Document>"
            })
    void shouldRefuseWhatIsNoMessage(String body) throws Exception {
        start();

        HttpResponse<String> response = post(PAYMENTS, body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldExpandNoEntityAndBoundDepthAndSize() throws Exception {
        start();
        String bomb =
                "<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\">"
                        + IntStream.range(0, 20)
                                .mapToObj(
                                        i ->
                                                "<!ENTITY b%d \"%s\">"
                                                        .formatted(
                                                                i,
                                                                (i == 0
                                                                                ? "&a;"
                                                                                : "&b" + (i - 1)
                                                                                        + ";")
                                                                        .repeat(10)))
                                .collect(Collectors.joining())
                        + "]><Document>&b19;</Document>";
        String deep = "<Document>" + "<a>".repeat(100_000);
        String external =
                "<!DOCTYPE d [<!ENTITY x SYSTEM \"http://127.0.0.1:%d/health/live\">]><Document>&x;</Document>"
                        .formatted(http.port);
        for (String body : List.of(bomb, deep, external)) {
            HttpResponse<String> response = post(PAYMENTS, body);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        }
        assertThat(post(PAYMENTS, deep).body()).contains("32 deep");
        HttpResponse<String> large = post(PAYMENTS, "<D>" + " ".repeat(1024 * 1024) + "</D>");
        assertThat(large.statusCode()).isEqualTo(413);
        String full = IsoMessages.pacs008(IsoMessages.AMOUNT);
        for (int end = 1; end < full.strip().length() - 1; end += 97) {
            assertThat(post(PAYMENTS, full.substring(0, end)).statusCode()).isEqualTo(400);
        }
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldServeAThousandTransactionsAndNoMore() throws Exception {
        start();
        String[] transfers =
                IntStream.range(0, 1001)
                        .mapToObj(i -> IsoMessages.transfer(Integer.toString(i), "0.01"))
                        .toArray(String[]::new);

        Element tooMany = report(post(PAYMENTS, IsoMessages.pain001("1001", "10.01", transfers)));
        assertThat(text(tooMany, "GrpSts")).isEqualTo("RJCT");
        assertThat(sent).isEmpty();

        Element report =
                report(
                        post(
                                PAYMENTS,
                                IsoMessages.pain001(
                                        "1000",
                                        "10.00",
                                        List.of(transfers)
                                                .subList(0, 1000)
                                                .toArray(String[]::new))));
        assertThat(texts(report, "TxSts")).hasSize(1000).containsOnly("PDNG");
        assertThat(sent).hasSize(1000);
        assertThat(sent)
                .extracting(Pending::eventId)
                .isEqualTo(
                        IntStream.range(0, 1000)
                                .mapToObj(i -> "MSG-1/E-%1$d/I-%1$d".formatted(i))
                                .toList());
    }

    @Test
    void shouldAnswerByHttpWhenThereIsNoDecisionAtAll() throws Exception {
        http.start();
        http.engine.session(SessionState.notOpen("the node is away", Map.of("acme", 1)));

        HttpResponse<String> response =
                post(
                        PAYMENTS,
                        IsoMessages.pain001(
                                "2",
                                "2",
                                IsoMessages.transfer("1", "1"),
                                IsoMessages.transfer("2", "1")));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("retry-after")).contains("1");
    }

    @Test
    void shouldTellARepeatedIdWithOtherContent() throws Exception {
        http.engine.script(
                (event, queue) ->
                        event.answer()
                                .onRejected(RejectCode.CONFLICT, "eventId", "", "was used before"));
        http.start();

        Element report = report(post(PAYMENTS, IsoMessages.pacs008(IsoMessages.AMOUNT)));

        assertThat(texts(report, "TxSts")).containsExactly("RJCT");
        assertThat(texts(report, "Cd")).containsExactly("AM05");
    }

    @Test
    void shouldReverseWhatIsReturnedAndLabelWhereTheReasonIsFraud() throws Exception {
        knowOriginal();
        start();

        Element report = report(post(REPORTS, IsoMessages.pacs004("FRAD", "EUR", "10.50")));

        assertThat(texts(report, "TxSts")).containsExactly("ACTC");
        assertThat(sent).hasSize(2);
        ReversalDecoder reversal = new ReversalDecoder();
        reversal.wrapAndApplyHeader(
                new UnsafeBuffer(sent.get(0).event()), 0, new MessageHeaderDecoder());
        assertThat(reversal.amountMinor()).isEqualTo(1050);

        sent.clear();
        report(post(REPORTS, IsoMessages.pacs004("AC04", "EUR", "10.50")));
        assertThat(sent).hasSize(1);
        Element other = report(post(REPORTS, IsoMessages.pacs004("AC04", "USD", "10.50")));
        assertThat(texts(other, "TxSts")).containsExactly("RJCT");
        assertThat(texts(other, "Cd")).containsExactly("AM11");
        assertThat(sent).hasSize(1);
    }

    @Test
    void shouldLabelWhatIsCancelledForFraud() throws Exception {
        knowOriginal();
        start();

        assertThat(texts(report(post(REPORTS, IsoMessages.camt056("FRAD"))), "TxSts"))
                .containsExactly("ACTC");
        assertThat(sent).hasSize(1);
        Element other = report(post(REPORTS, IsoMessages.camt056("DUPL")));
        assertThat(text(other, "AddtlInf")).contains("nothing to tell");
        assertThat(sent).hasSize(1);
        assertThat(texts(report(post(REPORTS, IsoMessages.camt029("FRAD"))), "TxSts"))
                .containsExactly("ACTC");
        assertThat(sent).hasSize(2);
    }

    @Test
    void shouldRejectAReturnOfAPaymentThatIsNotKnown() throws Exception {
        start();

        Element report = report(post(REPORTS, IsoMessages.pacs004("AC04", "EUR", "10.50")));

        assertThat(texts(report, "TxSts")).containsExactly("RJCT");
        assertThat(texts(report, "Cd")).containsExactly("NOOR");
    }

    private void knowOriginal() {
        http.context.originalSource(
                (tenant, eventId) ->
                        CompletableFuture.completedStage(
                                eventId.equals(IsoMessages.UETR) || eventId.equals("FI-1/E-1/T-1")
                                        ? Optional.of(Payment.bytes(eventId))
                                        : Optional.empty()));
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return http.send(
                http.request(path, "application/xml", body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Element report(HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("application/xml");
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder()
                .parse(new InputSource(new StringReader(response.body())))
                .getDocumentElement();
    }

    private static String text(Element report, String name) {
        return texts(report, name).get(0);
    }

    private static List<String> texts(Element report, String name) {
        NodeList nodes = report.getElementsByTagNameNS("*", name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent())
                .toList();
    }
}
