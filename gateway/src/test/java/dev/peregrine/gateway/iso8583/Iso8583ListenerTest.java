package dev.peregrine.gateway.iso8583;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.gateway.Gateway;
import dev.peregrine.gateway.GatewayContext;
import dev.peregrine.gateway.ScriptedEngine;
import dev.peregrine.gateway.SessionState;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.Purpose;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.codec.ReversalDecoder;
import dev.peregrine.protocol.codec.TransactionDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A listener with an engine that answers as a test tells it, and switches over real sockets. */
@Timeout(60)
class Iso8583ListenerTest {
    private static final Iso8583Version V1987 = Iso8583Version.V1987;
    private static final Iso8583Encoding ASCII = Iso8583Encoding.ASCII;

    private final ScriptedEngine engine = new ScriptedEngine();
    private final GatewayContext context = new GatewayContext().port(0).engineClient(engine);
    private final Iso8583Context listener = new Iso8583Context().port(0);
    private Gateway gateway;

    static Stream<Arguments> forms() {
        return MessageCodecTest.forms();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private IsoPeer connect() throws Exception {
        if (gateway == null) {
            gateway = new Gateway(context.iso8583(List.of(listener)));
            gateway.start();
        }
        return new IsoPeer(listener.version(), listener.encoding(), gateway.iso8583Ports().get(0));
    }

    private IsoPeer connect(Iso8583Version version, Iso8583Encoding encoding) throws Exception {
        listener.version(version).encoding(encoding);
        return connect();
    }

    private static TransactionDecoder payment(byte[] event) {
        TransactionDecoder payment = new TransactionDecoder();
        payment.wrapAndApplyHeader(new UnsafeBuffer(event), 0, new MessageHeaderDecoder());
        return payment;
    }

    @ParameterizedTest
    @MethodSource("forms")
    void shouldAnswerRequests(Iso8583Version version, Iso8583Encoding encoding) throws Exception {
        try (IsoPeer peer = connect(version, encoding)) {
            Map<Integer, String> purchase = IsoSamples.purchase(version, 123);

            Map<Integer, String> answer = peer.ask(IsoSamples.type(version, "100"), purchase);

            boolean is1987 = version == V1987;
            assertThat(answer)
                    .containsEntry(0, IsoSamples.type(version, "110"))
                    .containsEntry(39, is1987 ? "1A" : "108")
                    .containsEntry(44, "3-4711/640")
                    .doesNotContainKeys(2, 14, 35, 38, 52, 55);
            for (int field : new int[] {3, 4, 7, 11, 12, 32, 37, 41, 42, 49}) {
                assertThat(answer).containsEntry(field, purchase.get(field));
            }
            assertThat(engine.malformed()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void shouldMapFields(Iso8583Version version, Iso8583Encoding encoding) throws Exception {
        engine.hold();
        try (IsoPeer peer = connect(version, encoding)) {
            Instant at = Instant.ofEpochSecond(Instant.now().getEpochSecond() - 3);
            Map<Integer, String> purchase = IsoSamples.purchase(version, 123, at);
            peer.send(IsoSamples.type(version, "100"), purchase);

            ScriptedEngine.Pending sent = engine.take();

            TransactionDecoder payment = payment(sent.event());
            assertThat(payment.eventTimeNs()).isEqualTo(at.getEpochSecond() * 1_000_000_000L);
            assertThat(payment.amountMinor()).isEqualTo(4999);
            assertThat(payment.currency()).isEqualTo(978);
            assertThat(payment.merchantCategory()).isEqualTo(5411);
            assertThat(payment.merchantCountry()).isEqualTo("DE");
            assertThat(payment.channel()).isEqualTo(dev.peregrine.protocol.codec.Channel.CHIP);
            payment.attributes().forEachRemaining(TransactionDecoder.AttributesDecoder::sbeSkip);
            assertThat(payment.eventId())
                    .isEqualTo(
                            "iso1.s000123.t"
                                    + purchase.get(version == V1987 ? 7 : 12)
                                    + ".r612345600123.a12345678.TERM0001");
            assertThat(payment.card())
                    .isEqualTo(context.formats().tokenSecret().tokens().token(IsoSamples.CARD));
            payment.skipAccount();
            assertThat(payment.merchant()).isEqualTo("MERCHANT0000001");
            assertThat(payment.terminal()).isEqualTo("TERM0001");
            assertThat(new String(sent.event(), StandardCharsets.ISO_8859_1))
                    .doesNotContain(IsoSamples.CARD);
            sent.decide();
            peer.receive();
        }
    }

    @Test
    void shouldMatchAnswersInWhateverOrder() throws Exception {
        engine.hold();
        listener.maxInFlight(50);
        try (IsoPeer peer = connect()) {
            int messages = 40;
            List<ScriptedEngine.Pending> waiting = new ArrayList<>();
            for (int i = 0; i < messages; i++) {
                peer.send("0100", IsoSamples.purchase(V1987, i));
            }
            for (int i = 0; i < messages; i++) {
                waiting.add(engine.take());
            }
            Collections.shuffle(waiting, new Random(1));
            for (ScriptedEngine.Pending next : waiting) {
                next.decide();
                Map<Integer, String> answer = peer.receive();
                assertThat(next.eventId()).startsWith("iso1.s" + answer.get(11));
            }
        }
    }

    @Test
    void shouldGiveARepeatTheSameIdentity() throws Exception {
        engine.hold();
        try (IsoPeer peer = connect()) {
            Map<Integer, String> purchase = IsoSamples.purchase(V1987, 5);
            peer.send("0100", purchase);
            peer.send("0101", purchase);

            ScriptedEngine.Pending first = engine.take();
            ScriptedEngine.Pending second = engine.take();

            assertThat(second.event()).isEqualTo(first.event());
            first.decide();
            second.decide();
            assertThat(peer.receive()).isEqualTo(peer.receive()).containsEntry(0, "0110");
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void shouldTakeAdvices(Iso8583Version version, Iso8583Encoding encoding) throws Exception {
        engine.hold();
        try (IsoPeer peer = connect(version, encoding)) {
            Map<Integer, String> advice = IsoSamples.purchase(version, 6);
            advice.put(39, version == V1987 ? "05" : "100");
            peer.send(IsoSamples.type(version, "121"), advice);

            ScriptedEngine.Pending sent = engine.take();

            assertThat(payment(sent.event()).purpose()).isEqualTo(Purpose.ADVICE);
            assertThat(payment(sent.event()).actionTaken())
                    .isEqualTo(dev.peregrine.protocol.codec.Action.DECLINE);
            sent.answerIt();
            assertThat(peer.receive())
                    .containsEntry(0, IsoSamples.type(version, "130"))
                    .containsEntry(39, version == V1987 ? "00" : "900");
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void shouldTakeReversals(Iso8583Version version, Iso8583Encoding encoding) throws Exception {
        engine.hold();
        try (IsoPeer peer = connect(version, encoding)) {
            Map<Integer, String> purchase = IsoSamples.purchase(version, 7);
            peer.send(IsoSamples.type(version, "100"), purchase);
            ScriptedEngine.Pending paid = engine.take();
            paid.decide();
            peer.receive();
            for (String replacement : new String[] {null, "000000001999"}) {
                peer.send(
                        IsoSamples.type(version, "420"),
                        IsoSamples.reversal(version, purchase, 8, replacement));

                ScriptedEngine.Pending sent = engine.take();

                ReversalDecoder reversal = new ReversalDecoder();
                reversal.wrapAndApplyHeader(
                        new UnsafeBuffer(sent.event()), 0, new MessageHeaderDecoder());
                assertThat(reversal.amountMinor()).isEqualTo(replacement == null ? 4999 : 3000);
                reversal.skipEventId();
                byte[] original = new byte[reversal.originalLength()];
                reversal.getOriginal(original, 0, original.length);
                assertThat(original).isEqualTo(paid.event());
                sent.answerIt();
                assertThat(peer.receive())
                        .containsEntry(0, IsoSamples.type(version, "430"))
                        .containsEntry(39, version == V1987 ? "00" : "400");
            }
        }
    }

    @Test
    void shouldTakeThePaymentOfAReversalFromEvidenceFirst() throws Exception {
        engine.hold();
        Map<String, byte[]> evidence = new HashMap<>();
        context.originalSource(
                (tenant, id) ->
                        CompletableFuture.completedStage(Optional.ofNullable(evidence.get(id))));
        try (IsoPeer peer = connect()) {
            Map<Integer, String> purchase = IsoSamples.purchase(V1987, 7);
            peer.send("0100", purchase);
            ScriptedEngine.Pending paid = engine.take();
            paid.decide();
            peer.receive();
            evidence.put(paid.eventId(), paid.event());
            Map<Integer, String> reversal = IsoSamples.reversal(V1987, purchase, 8, null);
            reversal.put(42, "OTHER0000000001");

            peer.send("0400", reversal);

            ReversalDecoder sent = new ReversalDecoder();
            sent.wrapAndApplyHeader(
                    new UnsafeBuffer(engine.take().event()), 0, new MessageHeaderDecoder());
            sent.skipEventId();
            byte[] original = new byte[sent.originalLength()];
            sent.getOriginal(original, 0, original.length);
            assertThat(original).isEqualTo(paid.event());
        }
    }

    @Test
    void shouldSayThatAReversalNamesNoPayment() throws Exception {
        try (IsoPeer peer = connect()) {
            Map<Integer, String> reversal =
                    IsoSamples.reversal(V1987, IsoSamples.purchase(V1987, 7), 8, null);
            reversal.put(90, "9999" + reversal.get(90).substring(4));
            assertThat(peer.ask("0400", reversal))
                    .containsEntry(0, "0410")
                    .containsEntry(39, "30")
                    .hasEntrySatisfying(44, text -> assertThat(text).startsWith("F090"));

            engine.script(
                    (event, queue) ->
                            event.answer()
                                    .onRejected(RejectCode.UNKNOWN_TARGET, "", "", "not known"));
            reversal.put(90, "0100" + reversal.get(90).substring(4));
            assertThat(peer.ask("0401", reversal)).containsEntry(39, "25");
        }
    }

    @Test
    void shouldManageTheNetwork() throws Exception {
        listener.signOnRequired(true);
        try (IsoPeer peer = connect()) {
            assertThat(peer.ask("0100", IsoSamples.purchase(V1987, 1))).containsEntry(39, "91");
            assertThat(peer.ask("0800", IsoSamples.network(V1987, "001", 2)))
                    .containsEntry(0, "0810")
                    .containsEntry(39, "00")
                    .containsEntry(70, "001")
                    .containsEntry(11, "000002");
            assertThat(peer.ask("0100", IsoSamples.purchase(V1987, 3))).containsEntry(39, "1A");
            assertThat(peer.ask("0800", IsoSamples.network(V1987, "301", 4)))
                    .containsEntry(39, "00");
            assertThat(peer.ask("0800", IsoSamples.network(V1987, "002", 5)))
                    .containsEntry(39, "00");
            assertThat(peer.ask("0100", IsoSamples.purchase(V1987, 6))).containsEntry(39, "91");
            assertThat(peer.ask("0800", IsoSamples.network(V1987, "999", 7)))
                    .containsEntry(39, "12");
        }
    }

    @Test
    void shouldManageTheNetworkOf1993() throws Exception {
        try (IsoPeer peer = connect(Iso8583Version.V1993, Iso8583Encoding.BINARY)) {
            assertThat(peer.ask("1804", IsoSamples.network(Iso8583Version.V1993, "831", 2)))
                    .containsEntry(0, "1814")
                    .containsEntry(39, "800");
        }
    }

    @Test
    void shouldNameTheFieldAtFault() throws Exception {
        try (IsoPeer peer = connect()) {
            assertFormatError(peer, 49, "001", "F049 must be a currency o");
            assertFormatError(peer, 49, null, "F049 is missing");
            assertFormatError(peer, 7, "1332120000", "F007 must be a time of th");
            assertFormatError(peer, 13, "0230", "F12, 13 must be a date an");
            assertFormatError(peer, 4, null, "F004 is missing");
            assertFormatError(peer, 39, "00", "F039 is not expected in a");
            assertFormatError(peer, 41, "T\u00070000000".substring(0, 8), "F041 must be printable");
            assertThat(peer.ask("0100", IsoSamples.purchase(V1987, 2))).containsEntry(39, "1A");
        }
    }

    private static void assertFormatError(IsoPeer peer, int field, String value, String detail)
            throws Exception {
        Map<Integer, String> purchase = IsoSamples.purchase(V1987, 99);
        if (value == null) {
            purchase.remove(field);
        } else {
            purchase.put(field, value);
        }
        assertThat(peer.ask("0100", purchase))
                .as("field %d: %s", field, value)
                .containsEntry(0, "0110")
                .containsEntry(39, "30")
                .containsEntry(11, "000099")
                .hasEntrySatisfying(44, text -> assertThat(text).startsWith(detail));
    }

    @Test
    void shouldAnswerAWrongBitmapAndWhatIsTooLong() throws Exception {
        try (IsoPeer peer = connect()) {
            byte[] message = PlainCodec.encode(V1987, ASCII, "0100", IsoSamples.purchase(V1987, 9));
            message[11] = 'F';
            peer.send(PlainCodec.frame(message));
            assertThat(peer.receive()).containsEntry(39, "30").containsKey(44);

            byte[] longer =
                    java.util.Arrays.copyOf(
                            PlainCodec.encode(V1987, ASCII, "0100", IsoSamples.purchase(V1987, 9)),
                            280);
            peer.send(PlainCodec.frame(longer));
            assertThat(peer.receive())
                    .containsEntry(39, "30")
                    .hasEntrySatisfying(
                            44, text -> assertThat(text).startsWith("F055 is followed by"));
        }
    }

    @Test
    void shouldRefuseTypesThatAreNotServed() throws Exception {
        try (IsoPeer peer = connect()) {
            Map<Integer, String> fields = IsoSamples.network(V1987, "001", 3);
            assertThat(peer.ask("0300", fields))
                    .containsEntry(0, "0310")
                    .containsEntry(39, "12")
                    .containsEntry(11, "000003");
            assertThat(peer.ask("1100", fields)).containsEntry(0, "1110").containsEntry(39, "12");
            peer.send("0810", fields);
            assertThat(peer.ask("0800", fields)).containsEntry(39, "00");
        }
    }

    @Test
    void shouldAnswerByTheTableOfResponses() throws Exception {
        listener.detailField(120)
                .responses(
                        List.of(
                                new ResponseRule(
                                        dev.peregrine.protocol.codec.Action.CHALLENGE,
                                        "NO_SUCH_REASON",
                                        0,
                                        "61"),
                                new ResponseRule(
                                        dev.peregrine.protocol.codec.Action.CHALLENGE,
                                        "",
                                        641,
                                        "62"),
                                new ResponseRule(
                                        dev.peregrine.protocol.codec.Action.CHALLENGE,
                                        "",
                                        640,
                                        "65")));
        try (IsoPeer peer = connect()) {
            assertThat(peer.ask("0200", IsoSamples.purchase(V1987, 1)))
                    .containsEntry(0, "0210")
                    .containsEntry(39, "65")
                    .containsEntry(120, "3-4711/640")
                    .doesNotContainKey(44);
        }
    }

    @Test
    void shouldLetInOnlyTheAcquirersOfTheList() throws Exception {
        listener.acquirers(Set.of("87654321"));
        try (IsoPeer peer = connect()) {
            Map<Integer, String> purchase = IsoSamples.purchase(V1987, 1);
            assertThat(peer.ask("0100", purchase)).containsEntry(39, "31");
            purchase.put(32, "87654321");
            assertThat(peer.ask("0100", purchase)).containsEntry(39, "1A");
        }
    }

    @Test
    void shouldSayWhatTheEngineCannot() throws Exception {
        try (IsoPeer peer = connect()) {
            engine.script((event, queue) -> event.answer().onTimeout());
            assertThat(peer.ask("0100", IsoSamples.purchase(V1987, 1))).containsEntry(39, "91");
            engine.full(true);
            assertThat(peer.ask("0100", IsoSamples.purchase(V1987, 2))).containsEntry(39, "96");
            engine.full(false);
            engine.session(SessionState.notOpen("gone", Map.of("acme", 1)));
            assertThat(peer.ask("0100", IsoSamples.purchase(V1987, 3))).containsEntry(39, "91");
            engine.session(SessionState.open(Map.of("acme", 1)));
            engine.script(
                    (event, queue) ->
                            event.answer().onRejected(RejectCode.CONFLICT, "eventId", "", "used"));
            assertThat(peer.ask("0100", IsoSamples.purchase(V1987, 4))).containsEntry(39, "94");
        }
    }
}
