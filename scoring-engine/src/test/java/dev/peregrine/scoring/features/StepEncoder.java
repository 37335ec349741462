package dev.peregrine.scoring.features;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.event.ControlEventEncoder;
import dev.peregrine.protocol.event.LabelBuilder;
import dev.peregrine.protocol.event.OutcomeBuilder;
import dev.peregrine.protocol.event.ReversalBuilder;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Steps as the messages that an engine takes. */
final class StepEncoder {
    private final ControlEventEncoder control = new ControlEventEncoder();
    private final MutableDirectBuffer original =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);

    /** Encodes a step at the buffer's start; returns its length. */
    int encode(Step step, MutableDirectBuffer buffer) {
        if (step instanceof Step.Pay pay) {
            return pay.payment().builder().encode(buffer, 0);
        } else if (step instanceof Step.Label label) {
            return new LabelBuilder()
                    .kind(label.kind())
                    .labelTimeNs(label.labelTimeNs())
                    .eventId(label.id())
                    .original(original, 0, label.payment().builder().encode(original, 0))
                    .encode(buffer, 0);
        } else if (step instanceof Step.Reverse reversal) {
            return new ReversalBuilder()
                    .reversalTimeNs(reversal.ingressNs())
                    .amountMinor(reversal.amountMinor())
                    .eventId(reversal.id())
                    .original(original, 0, reversal.payment().builder().encode(original, 0))
                    .encode(buffer, 0);
        } else if (step instanceof Step.Outcome outcome) {
            return new OutcomeBuilder()
                    .outcomeTimeNs(outcome.ingressNs())
                    .responseCode(outcome.responseCode())
                    .eventId(outcome.id())
                    .original(original, 0, outcome.payment().builder().encode(original, 0))
                    .encode(buffer, 0);
        }
        Step.Rate rate = (Step.Rate) step;
        return control.exchangeRate(
                buffer,
                0,
                rate.tenant(),
                rate.id(),
                rate.ingressNs(),
                rate.from(),
                rate.to(),
                rate.rate(),
                rate.scale());
    }
}
