package dev.peregrine.replay.journal;

import dev.peregrine.protocol.codec.DecisionRecordDecoder;
import dev.peregrine.protocol.codec.EpochStartDecoder;
import dev.peregrine.protocol.codec.ExchangeRateDecoder;
import dev.peregrine.protocol.codec.LabelDecoder;
import dev.peregrine.protocol.codec.ListUpdateDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.OutcomeDecoder;
import dev.peregrine.protocol.codec.PolicyActivationDecoder;
import dev.peregrine.protocol.codec.RefusalRecordDecoder;
import dev.peregrine.protocol.codec.ReversalDecoder;
import dev.peregrine.protocol.codec.StateHashRecordDecoder;
import dev.peregrine.protocol.codec.StateHashRequestDecoder;
import dev.peregrine.protocol.codec.TickDecoder;
import dev.peregrine.protocol.codec.TransactionDecoder;
import java.util.Map;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;

/** The messages of logs for people: their names, and their fields in the codecs' own notation. */
public final class RecordText {
    private record Kind(String name, Supplier<MessageDecoderFlyweight> decoder) {}

    private static final Map<Integer, Kind> KINDS =
            Map.ofEntries(
                    kind(TransactionDecoder.TEMPLATE_ID, "Transaction", TransactionDecoder::new),
                    kind(OutcomeDecoder.TEMPLATE_ID, "Outcome", OutcomeDecoder::new),
                    kind(LabelDecoder.TEMPLATE_ID, "Label", LabelDecoder::new),
                    kind(ReversalDecoder.TEMPLATE_ID, "Reversal", ReversalDecoder::new),
                    kind(ListUpdateDecoder.TEMPLATE_ID, "ListUpdate", ListUpdateDecoder::new),
                    kind(ExchangeRateDecoder.TEMPLATE_ID, "ExchangeRate", ExchangeRateDecoder::new),
                    kind(
                            PolicyActivationDecoder.TEMPLATE_ID,
                            "PolicyActivation",
                            PolicyActivationDecoder::new),
                    kind(TickDecoder.TEMPLATE_ID, "Tick", TickDecoder::new),
                    kind(EpochStartDecoder.TEMPLATE_ID, "EpochStart", EpochStartDecoder::new),
                    kind(
                            StateHashRequestDecoder.TEMPLATE_ID,
                            "StateHashRequest",
                            StateHashRequestDecoder::new),
                    kind(
                            DecisionRecordDecoder.TEMPLATE_ID,
                            "DecisionRecord",
                            DecisionRecordDecoder::new),
                    kind(
                            StateHashRecordDecoder.TEMPLATE_ID,
                            "StateHashRecord",
                            StateHashRecordDecoder::new),
                    kind(
                            RefusalRecordDecoder.TEMPLATE_ID,
                            "RefusalRecord",
                            RefusalRecordDecoder::new));

    private RecordText() {}

    /** Name of a message in the schema; its number where this version does not know it. */
    public static String name(DirectBuffer message, int offset) {
        int templateId = new MessageHeaderDecoder().wrap(message, offset).templateId();
        Kind kind = KINDS.get(templateId);
        return kind == null ? "message " + templateId : kind.name;
    }

    /** Every field of a message; empty where this version does not know it. */
    public static String fields(DirectBuffer message, int offset) {
        MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(message, offset);
        Kind kind = KINDS.get(header.templateId());
        if (kind == null) {
            return "";
        }
        MessageDecoderFlyweight decoder = kind.decoder.get();
        decoder.wrap(
                message,
                offset + MessageHeaderDecoder.ENCODED_LENGTH,
                header.blockLength(),
                header.version());
        return decoder.toString();
    }

    private static Map.Entry<Integer, Kind> kind(
            int templateId, String name, Supplier<MessageDecoderFlyweight> decoder) {
        return Map.entry(templateId, new Kind(name, decoder));
    }
}
