package dev.peregrine.protocol.event;

import dev.peregrine.protocol.codec.EpochStartDecoder;
import dev.peregrine.protocol.codec.ExchangeRateDecoder;
import dev.peregrine.protocol.codec.LabelDecoder;
import dev.peregrine.protocol.codec.ListUpdateDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.OutcomeDecoder;
import dev.peregrine.protocol.codec.PolicyActivationDecoder;
import dev.peregrine.protocol.codec.ReversalDecoder;
import dev.peregrine.protocol.codec.StateHashRequestDecoder;
import dev.peregrine.protocol.codec.TickDecoder;
import dev.peregrine.protocol.codec.TransactionDecoder;
import org.agrona.DirectBuffer;

/** Reads every field of an event with the generated codecs, which throw when they leave it. */
final class EventReader {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final StringBuilder sink = new StringBuilder();

    void readAll(DirectBuffer buffer, int templateId) {
        sink.setLength(0);
        switch (templateId) {
            case TransactionDecoder.TEMPLATE_ID ->
                    new TransactionDecoder().wrapAndApplyHeader(buffer, 0, header).appendTo(sink);
            case OutcomeDecoder.TEMPLATE_ID ->
                    new OutcomeDecoder().wrapAndApplyHeader(buffer, 0, header).appendTo(sink);
            case LabelDecoder.TEMPLATE_ID ->
                    new LabelDecoder().wrapAndApplyHeader(buffer, 0, header).appendTo(sink);
            case ReversalDecoder.TEMPLATE_ID ->
                    new ReversalDecoder().wrapAndApplyHeader(buffer, 0, header).appendTo(sink);
            case ListUpdateDecoder.TEMPLATE_ID ->
                    new ListUpdateDecoder().wrapAndApplyHeader(buffer, 0, header).appendTo(sink);
            case ExchangeRateDecoder.TEMPLATE_ID ->
                    new ExchangeRateDecoder().wrapAndApplyHeader(buffer, 0, header).appendTo(sink);
            case PolicyActivationDecoder.TEMPLATE_ID ->
                    new PolicyActivationDecoder()
                            .wrapAndApplyHeader(buffer, 0, header)
                            .appendTo(sink);
            case TickDecoder.TEMPLATE_ID ->
                    new TickDecoder().wrapAndApplyHeader(buffer, 0, header).appendTo(sink);
            case EpochStartDecoder.TEMPLATE_ID ->
                    new EpochStartDecoder().wrapAndApplyHeader(buffer, 0, header).appendTo(sink);
            case StateHashRequestDecoder.TEMPLATE_ID ->
                    new StateHashRequestDecoder()
                            .wrapAndApplyHeader(buffer, 0, header)
                            .appendTo(sink);
            default -> throw new AssertionError("passed: template " + templateId);
        }
    }
}
