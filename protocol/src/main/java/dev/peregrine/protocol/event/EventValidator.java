package dev.peregrine.protocol.event;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.ActivationKind;
import dev.peregrine.protocol.codec.EpochStartDecoder;
import dev.peregrine.protocol.codec.ExchangeRateDecoder;
import dev.peregrine.protocol.codec.LabelDecoder;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.codec.ListMatch;
import dev.peregrine.protocol.codec.ListOperation;
import dev.peregrine.protocol.codec.ListUpdateDecoder;
import dev.peregrine.protocol.codec.OutcomeDecoder;
import dev.peregrine.protocol.codec.PolicyActivationDecoder;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.codec.ReversalDecoder;
import dev.peregrine.protocol.codec.StateHashRequestDecoder;
import dev.peregrine.protocol.codec.TickDecoder;
import dev.peregrine.protocol.codec.TransactionDecoder;
import org.agrona.AsciiSequenceView;
import org.agrona.DirectBuffer;

/**
 * Checks the form of an encoded event: schema, lengths, ranges, known enum values, embedded
 * payments. An event that passes can be decoded without further checks.
 *
 * <p>Takes any bytes: never throws, never reads outside the given range, allocates nothing. Knows
 * only the form; whether a client may send the event is not its matter. A message of a newer schema
 * version passes when the part that is known here does. Not thread-safe.
 */
public final class EventValidator extends TransactionCheck {
    private final IpNetwork network = new IpNetwork();
    private final AsciiSequenceView textView = new AsciiSequenceView();
    private int templateId;
    private int tenantId;

    /**
     * Checks an event.
     *
     * @param buffer holds the message header and the message
     * @return null when the event is well-formed; otherwise why not, see {@link #field()}, {@link
     *     #value()} and {@link #detail()}
     */
    public RejectCode validate(DirectBuffer buffer, int offset, int length) {
        templateId = 0;
        tenantId = 0;
        if (begin(buffer, offset, length)) {
            templateId = header();
            if (templateId >= 0) {
                message();
            }
        }
        return code();
    }

    /** Checks an event that has to be a Transaction. */
    public RejectCode validateTransaction(DirectBuffer buffer, int offset, int length) {
        if (validate(buffer, offset, length) == null
                && templateId != TransactionDecoder.TEMPLATE_ID) {
            failTemplate();
        }
        return code();
    }

    /** Template id of the event last checked. */
    public int templateId() {
        return templateId;
    }

    /** Tenant of the event last checked, if it was well-formed; 0 when it has none. */
    public int tenantId() {
        return tenantId;
    }

    private boolean message() {
        return switch (templateId) {
            case TransactionDecoder.TEMPLATE_ID -> payment();
            case OutcomeDecoder.TEMPLATE_ID -> outcome();
            case LabelDecoder.TEMPLATE_ID -> label();
            case ReversalDecoder.TEMPLATE_ID -> reversal();
            case ListUpdateDecoder.TEMPLATE_ID -> listUpdate();
            case ExchangeRateDecoder.TEMPLATE_ID -> exchangeRate();
            case PolicyActivationDecoder.TEMPLATE_ID -> policyActivation();
            case TickDecoder.TEMPLATE_ID ->
                    block(TickDecoder.BLOCK_LENGTH)
                            && tenant(TickDecoder.tenantIdEncodingOffset(), 0)
                            && end();
            case EpochStartDecoder.TEMPLATE_ID -> epochStart();
            case StateHashRequestDecoder.TEMPLATE_ID ->
                    block(StateHashRequestDecoder.BLOCK_LENGTH)
                            && tenant(StateHashRequestDecoder.tenantIdEncodingOffset(), 0)
                            && eventId()
                            && end();
            default -> failTemplate();
        };
    }

    private boolean payment() {
        boolean valid = transaction();
        tenantId = transactionTenantId();
        return valid;
    }

    private boolean outcome() {
        int response = OutcomeDecoder.responseCodeEncodingOffset();
        return block(OutcomeDecoder.BLOCK_LENGTH)
                && tenant(OutcomeDecoder.tenantIdEncodingOffset(), 1)
                && time(EventField.OUTCOME_TIME_NS, OutcomeDecoder.outcomeTimeNsEncodingOffset())
                && printable(EventField.RESPONSE_CODE, response)
                && printable(EventField.RESPONSE_CODE, response + 1)
                && printable(EventField.AVS_RESULT, OutcomeDecoder.avsResultEncodingOffset())
                && printable(EventField.CVV_RESULT, OutcomeDecoder.cvvResultEncodingOffset())
                && printable(
                        EventField.THREE_DS_STATUS, OutcomeDecoder.threeDsStatusEncodingOffset())
                && action(
                        EventField.FINAL_ACTION,
                        unsignedByte(OutcomeDecoder.finalActionEncodingOffset()))
                && eventId()
                && original()
                && end();
    }

    private boolean label() {
        if (!block(LabelDecoder.BLOCK_LENGTH)) {
            return false;
        }
        int kind = unsignedByte(LabelDecoder.kindEncodingOffset());
        return tenant(LabelDecoder.tenantIdEncodingOffset(), 1)
                && known(EventField.KIND, kind, LabelKind.get((short) kind))
                && time(EventField.LABEL_TIME_NS, LabelDecoder.labelTimeNsEncodingOffset())
                && eventId()
                && text(EventField.SOURCE, 0, ProtocolLimits.MAX_NAME_LENGTH)
                && original()
                && end();
    }

    private boolean reversal() {
        return block(ReversalDecoder.BLOCK_LENGTH)
                && tenant(ReversalDecoder.tenantIdEncodingOffset(), 1)
                && time(EventField.REVERSAL_TIME_NS, ReversalDecoder.reversalTimeNsEncodingOffset())
                && range(
                        EventField.AMOUNT_MINOR,
                        int64(ReversalDecoder.amountMinorEncodingOffset()),
                        0,
                        ProtocolLimits.MAX_AMOUNT_MINOR)
                && eventId()
                && original()
                && end();
    }

    private boolean listUpdate() {
        if (!block(ListUpdateDecoder.BLOCK_LENGTH)) {
            return false;
        }
        int operation = unsignedByte(ListUpdateDecoder.operationEncodingOffset());
        int match = unsignedByte(ListUpdateDecoder.matchEncodingOffset());
        return tenant(ListUpdateDecoder.tenantIdEncodingOffset(), 1)
                && time(EventField.TIME_NS, ListUpdateDecoder.timeNsEncodingOffset())
                && known(EventField.OPERATION, operation, ListOperation.get((short) operation))
                && known(EventField.MATCH, match, ListMatch.get((short) match))
                && time(EventField.EXPIRES_NS, ListUpdateDecoder.expiresNsEncodingOffset())
                && eventId()
                && text(EventField.LIST, 1, ProtocolLimits.MAX_NAME_LENGTH)
                && listEntry(ListOperation.get((short) operation), ListMatch.get((short) match))
                && token(EventField.REASON, 0, ProtocolLimits.MAX_TEXT_LENGTH)
                && end();
    }

    private boolean listEntry(ListOperation operation, ListMatch match) {
        int least = operation == ListOperation.CLEAR ? 0 : 1;
        return token(EventField.VALUE, least, ProtocolLimits.MAX_TEXT_LENGTH)
                && (match != ListMatch.CIDR
                        || textLength() == 0
                        || network.parse(textView.wrap(buffer(), textOffset(), textLength()))
                        || failWithText(EventField.VALUE, ControlEventEncoder.NO_NETWORK));
    }

    private boolean exchangeRate() {
        return block(ExchangeRateDecoder.BLOCK_LENGTH)
                && tenant(ExchangeRateDecoder.tenantIdEncodingOffset(), 1)
                && time(EventField.VALID_FROM_NS, ExchangeRateDecoder.validFromNsEncodingOffset())
                && range(
                        EventField.FROM_CURRENCY,
                        unsignedShort(ExchangeRateDecoder.fromCurrencyEncodingOffset()),
                        1,
                        ProtocolLimits.MAX_CURRENCY)
                && range(
                        EventField.TO_CURRENCY,
                        unsignedShort(ExchangeRateDecoder.toCurrencyEncodingOffset()),
                        1,
                        ProtocolLimits.MAX_CURRENCY)
                && range(
                        EventField.RATE,
                        int64(ExchangeRateDecoder.rateEncodingOffset()),
                        1,
                        Long.MAX_VALUE)
                && range(
                        EventField.SCALE,
                        unsignedByte(ExchangeRateDecoder.scaleEncodingOffset()),
                        0,
                        ProtocolLimits.MAX_RATE_SCALE)
                && eventId()
                && end();
    }

    private boolean policyActivation() {
        if (!block(PolicyActivationDecoder.BLOCK_LENGTH)) {
            return false;
        }
        int kind = unsignedByte(PolicyActivationDecoder.kindEncodingOffset());
        return tenant(PolicyActivationDecoder.tenantIdEncodingOffset(), 1)
                && known(EventField.KIND, kind, ActivationKind.get((short) kind))
                && range(
                        EventField.POLICY_VERSION,
                        int32(PolicyActivationDecoder.policyVersionEncodingOffset()) & 0xFFFF_FFFFL,
                        0,
                        0xFFFF_FFFEL)
                && eventId()
                && text(EventField.ACTOR, 0, ProtocolLimits.MAX_TEXT_LENGTH)
                && end();
    }

    private boolean epochStart() {
        return block(EpochStartDecoder.BLOCK_LENGTH)
                && range(
                        EventField.EPOCH,
                        int64(EpochStartDecoder.epochEncodingOffset()),
                        0,
                        Long.MAX_VALUE)
                && range(
                        EventField.SEMANTICS_VERSION,
                        unsignedShort(EpochStartDecoder.semanticsVersionEncodingOffset()),
                        0,
                        65534)
                && text(EventField.NODE_VERSION, 0, ProtocolLimits.MAX_NAME_LENGTH)
                && end();
    }

    private boolean original() {
        boolean outerNewer = isNewer();
        int outerEnd = enterOriginal();
        if (outerEnd < 0) {
            return false;
        }
        int embedded = header();
        boolean valid =
                embedded == TransactionDecoder.TEMPLATE_ID
                        ? transaction()
                        : fail(
                                RejectCode.INVALID_FIELD,
                                EventField.TEMPLATE_ID,
                                embedded,
                                "is not that of a transaction");
        boolean sameTenant =
                valid
                        && (transactionTenantId() == tenantId
                                || fail(
                                        RejectCode.INVALID_FIELD,
                                        EventField.TENANT_ID,
                                        transactionTenantId(),
                                        "is not the tenant of the event around it"));
        leaveOriginal(outerEnd, outerNewer);
        return sameTenant;
    }

    private boolean tenant(int offset, int least) {
        tenantId = unsignedShort(offset);
        return range(EventField.TENANT_ID, tenantId, least, ProtocolLimits.MAX_TENANT_ID);
    }

    private boolean time(EventField field, int offset) {
        return range(field, int64(offset), 0, ProtocolLimits.MAX_TIME_NS);
    }

    private boolean eventId() {
        return text(EventField.EVENT_ID, 1, ProtocolLimits.MAX_EVENT_ID_LENGTH);
    }

    private boolean printable(EventField field, int offset) {
        int value = unsignedByte(offset);
        return value == 0
                || (value >= 0x20 && value <= 0x7E)
                || fail(
                        RejectCode.INVALID_FIELD,
                        field,
                        value,
                        "must be printable ASCII, or NUL when absent");
    }

    private boolean failTemplate() {
        return fail(
                RejectCode.UNSUPPORTED_VERSION,
                EventField.TEMPLATE_ID,
                templateId,
                "is not an event that is understood here");
    }
}
