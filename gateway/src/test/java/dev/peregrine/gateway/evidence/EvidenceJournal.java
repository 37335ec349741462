package dev.peregrine.gateway.evidence;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.DecisionBodyEncoder;
import dev.peregrine.protocol.codec.DecisionRecordEncoder;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.codec.MessageHeaderEncoder;
import dev.peregrine.protocol.codec.Purpose;
import dev.peregrine.protocol.codec.RefusalRecordEncoder;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.codec.RiskLevel;
import dev.peregrine.protocol.codec.TransactionEncoder;
import dev.peregrine.protocol.event.LabelBuilder;
import dev.peregrine.protocol.event.OutcomeBuilder;
import dev.peregrine.protocol.event.ReversalBuilder;
import dev.peregrine.protocol.event.TransactionBuilder;
import java.util.HashMap;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Events and records as a node's logs would have them, put straight into a store. */
public final class EvidenceJournal {
    /** Ingress time of the first event. */
    public static final long START_NS = 1_750_000_000_000_000_000L;

    private final MutableDirectBuffer event =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private final MutableDirectBuffer record = new ExpandableArrayBuffer();
    private final Map<String, byte[]> payments = new HashMap<>();
    private final EvidenceWriter writer;
    private long sequence;
    private long nowNs = START_NS;

    public EvidenceJournal(EvidenceStore store) {
        writer = store.writer();
        sequence = writer.resume().sequence();
    }

    /** Ingress time of the next event. */
    public EvidenceJournal at(long ns) {
        nowNs = ns;
        return this;
    }

    public long nowNs() {
        return nowNs;
    }

    /** A payment that is decided; gives its sequence. */
    public long decide(int tenant, String eventId, String card, String merchant, Action action) {
        int length = payment(tenant, eventId, card, merchant, Purpose.AUTHORISATION);
        begin();
        writer.record(record, 0, decisionRecord(tenant, eventId, action));
        return add(length);
    }

    /** The same payment once more; gives its sequence. */
    public long retry(int tenant, String eventId, String card, String merchant) {
        int length = payment(tenant, eventId, card, merchant, Purpose.AUTHORISATION);
        begin();
        return add(length);
    }

    /** A payment of the past; gives its sequence. */
    public long backFill(int tenant, String eventId, String card) {
        int length = payment(tenant, eventId, card, "shop", Purpose.BACK_FILL);
        begin();
        return add(length);
    }

    /** A payment that a stand-in had answered; gives its sequence. */
    public long backFill(int tenant, String eventId, String card, Action taken) {
        int length = payment(tenant, eventId, card, "shop", Purpose.BACK_FILL);
        event.putByte(
                MessageHeaderEncoder.ENCODED_LENGTH
                        + TransactionEncoder.actionTakenEncodingOffset(),
                (byte) taken.value());
        begin();
        return add(length);
    }

    /** A payment that is refused; gives its sequence. */
    public long refuse(int tenant, String eventId, RejectCode code) {
        int length = payment(tenant, eventId, "card", "shop", Purpose.AUTHORISATION);
        begin();
        writer.record(record, 0, refusalRecord(code));
        return add(length);
    }

    /** A chargeback of an earlier payment; refused unless the code is null. */
    public long chargeback(String eventId, RejectCode code) {
        byte[] original = payments.get(eventId);
        int length =
                new LabelBuilder()
                        .eventId("label-of-" + eventId)
                        .kind(LabelKind.CHARGEBACK)
                        .labelTimeNs(nowNs)
                        .source("10.4")
                        .original(new UnsafeBuffer(original), 0, original.length)
                        .encode(event, 0);
        begin();
        if (code != null) {
            writer.record(record, 0, refusalRecord(code));
        }
        return add(length);
    }

    /** What the issuer answered to an earlier payment. */
    public long outcome(String eventId) {
        byte[] original = payments.get(eventId);
        return addPlain(
                new OutcomeBuilder()
                        .eventId("outcome-of-" + eventId)
                        .outcomeTimeNs(nowNs)
                        .responseCode("05")
                        .finalAction(Action.DECLINE)
                        .original(new UnsafeBuffer(original), 0, original.length)
                        .encode(event, 0));
    }

    /** Takes an earlier payment back. */
    public long reverse(String eventId) {
        byte[] original = payments.get(eventId);
        return addPlain(
                new ReversalBuilder()
                        .eventId("reversal-of-" + eventId)
                        .reversalTimeNs(nowNs)
                        .amountMinor(250)
                        .original(new UnsafeBuffer(original), 0, original.length)
                        .encode(event, 0));
    }

    public EvidenceJournal commit() {
        writer.commit();
        return this;
    }

    /** The bytes of a payment that was made. */
    public byte[] payment(String eventId) {
        return payments.get(eventId);
    }

    private int payment(int tenant, String eventId, String card, String merchant, Purpose purpose) {
        int length =
                new TransactionBuilder()
                        .tenantId(tenant)
                        .purpose(purpose)
                        .eventId(eventId)
                        .eventTimeNs(nowNs - 1_000)
                        .amount(4_999, 978)
                        .card(card)
                        .merchant(merchant)
                        .encode(event, 0);
        byte[] bytes = new byte[length];
        event.getBytes(0, bytes);
        payments.putIfAbsent(eventId, bytes);
        return length;
    }

    private void begin() {
        nowNs++;
        sequence++;
        writer.begin(new EventPlace(3, sequence, nowNs, sequence * 256), true);
    }

    private long addPlain(int length) {
        begin();
        return add(length);
    }

    private long add(int length) {
        if (!writer.add(event, 0, length)) {
            throw new AssertionError("not well-formed");
        }
        return sequence;
    }

    private int refusalRecord(RejectCode code) {
        RefusalRecordEncoder refusal = new RefusalRecordEncoder();
        refusal.wrapAndApplyHeader(record, 0, new MessageHeaderEncoder())
                .epoch(3)
                .sequence(sequence)
                .code(code);
        return MessageHeaderEncoder.ENCODED_LENGTH + refusal.encodedLength();
    }

    private int decisionRecord(int tenant, String eventId, Action action) {
        MutableDirectBuffer body = new ExpandableArrayBuffer();
        DecisionBodyEncoder encoder = new DecisionBodyEncoder();
        encoder.wrapAndApplyHeader(body, 0, new MessageHeaderEncoder())
                .tenantId(tenant)
                .action(action)
                .riskLevel(RiskLevel.MEDIUM)
                .score(640)
                .policyVersion(7);
        encoder.policyHash().word0(1).word1(2).word2(3).word3(4);
        encoder.epoch(3).sequence(sequence).eventTimeNs(nowNs - 1_000);
        encoder.reasonsCount(0);
        encoder.eventId(eventId);
        MutableDirectBuffer features = new UnsafeBuffer(new byte[3 * Double.BYTES]);
        features.putDouble(0, 2, LITTLE_ENDIAN);
        features.putDouble(8, Double.NaN, LITTLE_ENDIAN);
        features.putDouble(16, 0.1, LITTLE_ENDIAN);
        DecisionRecordEncoder decision = new DecisionRecordEncoder();
        decision.wrapAndApplyHeader(record, 0, new MessageHeaderEncoder())
                .epoch(3)
                .sequence(sequence)
                .ingressTimeNs(nowNs);
        decision.putFeatures(features, 0, features.capacity());
        decision.putRulesFired(new byte[] {0b101}, 0, 1);
        decision.putShadowFired(new byte[] {0, 1}, 0, 2);
        decision.putBody(body, 0, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
        return MessageHeaderEncoder.ENCODED_LENGTH + decision.encodedLength();
    }
}
