package dev.peregrine.replay.backtest.input;

import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionRecordDecoder;
import dev.peregrine.protocol.codec.LabelDecoder;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.OutcomeDecoder;
import dev.peregrine.protocol.codec.TransactionDecoder;
import dev.peregrine.replay.backtest.metrics.Hashes;
import dev.peregrine.replay.backtest.metrics.Outcome;
import dev.peregrine.scoring.log.Log;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What became of the payments on a journal: labels, of which the latest by (label time, sequence)
 * wins, and for those without one whether the payment was declined then, by the final action where
 * it was told, else by the decision. Memory grows with labels and declines, not with payments. One
 * thread.
 */
final class JournalOutcomes {
    /** A payment by a 128-bit hash of its event id. */
    private record Payment(long high, long low) {}

    private record Known(LabelKind kind, long timeNs) {}

    private final int tenantId;
    private final long journalEnd;
    private final Map<Payment, Known> labels = new HashMap<>();
    private final Map<Payment, Boolean> declined = new HashMap<>();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final LabelDecoder label = new LabelDecoder();
    private final OutcomeDecoder outcome = new OutcomeDecoder();
    private final TransactionDecoder transaction = new TransactionDecoder();
    private final DecisionRecordDecoder decisionRecord = new DecisionRecordDecoder();
    private final DecisionBodyDecoder body = new DecisionBodyDecoder();
    private final UnsafeBuffer inner = new UnsafeBuffer(0, 0);
    private final byte[] key = new byte[256];

    private JournalOutcomes(int tenantId, long journalEnd) {
        this.tenantId = tenantId;
        this.journalEnd = journalEnd;
    }

    /**
     * Reads it.
     *
     * @param from position in the journal; labels and outcomes before it are left out
     * @param end position at which the journal is taken to end
     * @param fromRecord position in the records
     */
    static JournalOutcomes read(
            Log journal, long from, long end, Log records, long fromRecord, int tenantId) {
        JournalOutcomes outcomes = new JournalOutcomes(tenantId, end);
        records.read(fromRecord, outcomes::onRecord);
        if (from < end) {
            journal.read(from, outcomes::onEvent);
        }
        return outcomes;
    }

    Outcome of(long high, long low) {
        Payment payment = new Payment(high, low);
        Known known = labels.get(payment);
        if (known != null && known.kind != LabelKind.RETRACTION) {
            return known.kind == LabelKind.LEGITIMATE ? Outcome.GOOD : Outcome.FRAUD;
        }
        return declined.getOrDefault(payment, false) ? Outcome.UNKNOWN : Outcome.GOOD;
    }

    /** When the label was known; without one, the payment's own time. */
    long knownAtNs(long high, long low, long eventTimeNs) {
        Known known = labels.get(new Payment(high, low));
        return known == null ? eventTimeNs : known.timeNs;
    }

    private boolean onRecord(
            long end,
            long epoch,
            long sequence,
            long ingressTimeNs,
            DirectBuffer message,
            int offset,
            int length) {
        if (header.wrap(message, offset).templateId() != DecisionRecordDecoder.TEMPLATE_ID) {
            return true;
        }
        decisionRecord.wrapAndApplyHeader(message, offset, header);
        decisionRecord.skipFeatures();
        decisionRecord.skipRulesFired();
        decisionRecord.skipShadowFired();
        decisionRecord.wrapBody(inner);
        body.wrapAndApplyHeader(inner, 0, header);
        if (body.tenantId() == tenantId && body.action() == Action.DECLINE) {
            for (DecisionBodyDecoder.ReasonsDecoder reason : body.reasons()) {
                reason.skipCode();
                reason.skipSource();
                reason.skipText();
            }
            declined.put(payment(body.getEventId(key, 0, key.length)), true);
        }
        return true;
    }

    private boolean onEvent(
            long end,
            long epoch,
            long sequence,
            long ingressTimeNs,
            DirectBuffer message,
            int offset,
            int length) {
        int template = header.wrap(message, offset).templateId();
        if (template == LabelDecoder.TEMPLATE_ID) {
            label.wrapAndApplyHeader(message, offset, header);
            if (label.tenantId() == tenantId) {
                Known known = new Known(label.kind(), label.labelTimeNs());
                label.skipEventId();
                label.skipSource();
                label.wrapOriginal(inner);
                labels.merge(original(), known, (a, b) -> b.timeNs >= a.timeNs ? b : a);
            }
        } else if (template == OutcomeDecoder.TEMPLATE_ID) {
            outcome.wrapAndApplyHeader(message, offset, header);
            Action action = outcome.finalActionRaw() == 0 ? null : outcome.finalAction();
            if (outcome.tenantId() == tenantId && action != null) {
                outcome.skipEventId();
                outcome.wrapOriginal(inner);
                declined.put(original(), action == Action.DECLINE);
            }
        }
        return end < journalEnd;
    }

    /** The payment whose message {@link #inner} holds. */
    private Payment original() {
        transaction.wrapAndApplyHeader(inner, 0, header);
        transaction.attributes().forEach(attribute -> attribute.skipValue());
        return payment(transaction.getEventId(key, 0, key.length));
    }

    private Payment payment(int length) {
        return new Payment(Hashes.of(key, 0, length, 1), Hashes.of(key, 0, length, 2));
    }
}
