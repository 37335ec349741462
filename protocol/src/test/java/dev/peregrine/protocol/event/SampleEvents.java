package dev.peregrine.protocol.event;

import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.ActivationKind;
import dev.peregrine.protocol.codec.Channel;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.codec.ListMatch;
import dev.peregrine.protocol.codec.ListOperation;
import dev.peregrine.protocol.codec.Purpose;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/** One well-formed event of each type. */
final class SampleEvents {
    static final int TENANT = 7;
    static final long TIME_NS = 1_700_000_000_000_000_000L;

    private SampleEvents() {}

    static TransactionBuilder transaction() {
        return new TransactionBuilder()
                .tenantId(TENANT)
                .purpose(Purpose.AUTHORISATION)
                .channel(Channel.ECOMMERCE)
                .eventTimeNs(TIME_NS)
                .amount(1999, 978)
                .merchantCategory(5411)
                .merchantCountry("DE")
                .issuerCountry("FR")
                .ip("192.0.2.17")
                .location(52_520_000, 13_405_000)
                .attribute(9, "gold")
                .attribute(2, 41L)
                .attribute(5, 2.5)
                .attribute(7, true)
                .eventId("tx-Å-1")
                .card("card-1")
                .account("account-1")
                .merchant("merchant-1")
                .terminal("terminal-1")
                .device("device-1")
                .email("email-1")
                .emailDomain("example.org");
    }

    static byte[] bytes(Encoder encoder) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[8192]);
        byte[] bytes = new byte[encoder.encode(buffer)];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    static Map<String, byte[]> all() {
        byte[] payment = bytes(b -> transaction().encode(b, 0));
        UnsafeBuffer original = new UnsafeBuffer(payment);
        ControlEventEncoder control = new ControlEventEncoder();
        Map<String, byte[]> events = new LinkedHashMap<>();
        events.put("transaction", payment);
        events.put(
                "outcome",
                bytes(
                        b ->
                                new OutcomeBuilder()
                                        .eventId("o-1")
                                        .outcomeTimeNs(TIME_NS + 1)
                                        .responseCode("00")
                                        .avsResult('Y')
                                        .cvvResult('M')
                                        .threeDsStatus('A')
                                        .finalAction(Action.APPROVE)
                                        .original(original, 0, payment.length)
                                        .encode(b, 0)));
        events.put(
                "label",
                bytes(
                        b ->
                                new LabelBuilder()
                                        .eventId("l-1")
                                        .kind(LabelKind.CHARGEBACK)
                                        .labelTimeNs(TIME_NS + 2)
                                        .source("10.4")
                                        .original(original, 0, payment.length)
                                        .encode(b, 0)));
        events.put(
                "reversal",
                bytes(
                        b ->
                                new ReversalBuilder()
                                        .eventId("r-1")
                                        .reversalTimeNs(TIME_NS + 3)
                                        .amountMinor(500)
                                        .original(original, 0, payment.length)
                                        .encode(b, 0)));
        events.put(
                "list",
                bytes(
                        b ->
                                control.listUpdate(
                                        b,
                                        0,
                                        TENANT,
                                        "li-1",
                                        TIME_NS,
                                        ListOperation.PUT,
                                        ListMatch.PREFIX,
                                        "hot",
                                        "card-",
                                        0,
                                        "seen twice")));
        events.put(
                "rate",
                bytes(b -> control.exchangeRate(b, 0, TENANT, "x-1", TIME_NS, 840, 978, 92, 2)));
        events.put(
                "activation",
                bytes(
                        b ->
                                control.policyActivation(
                                        b,
                                        0,
                                        TENANT,
                                        "a-1",
                                        ActivationKind.ACTIVATE,
                                        3,
                                        new byte[32],
                                        "ann")));
        events.put("hash", bytes(b -> control.stateHashRequest(b, 0, TENANT, "h-1")));
        events.put("tick", bytes(b -> control.tick(b, 0, 0)));
        events.put("epoch", bytes(b -> control.epochStart(b, 0, 4, 1, "0.1.0")));
        return events;
    }

    /** Writes one event at 0 and returns its length. */
    interface Encoder {
        int encode(UnsafeBuffer buffer);
    }
}
