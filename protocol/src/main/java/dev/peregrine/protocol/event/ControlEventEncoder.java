package dev.peregrine.protocol.event;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.ActivationKind;
import dev.peregrine.protocol.codec.EpochStartEncoder;
import dev.peregrine.protocol.codec.ExchangeRateEncoder;
import dev.peregrine.protocol.codec.ListMatch;
import dev.peregrine.protocol.codec.ListOperation;
import dev.peregrine.protocol.codec.ListUpdateEncoder;
import dev.peregrine.protocol.codec.MessageHeaderEncoder;
import dev.peregrine.protocol.codec.PolicyActivationEncoder;
import dev.peregrine.protocol.codec.StateHashRequestEncoder;
import dev.peregrine.protocol.codec.TickEncoder;
import java.nio.ByteBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Encodes the events that are not payments and do not belong to one. Each method writes header and
 * message and returns the bytes written. Refuses a field outside its range with {@link
 * EventFieldException}. Not thread-safe.
 */
public final class ControlEventEncoder {
    /** What is wrong with an entry of a list of networks. */
    static final String NO_NETWORK =
            "is no IP network, such as 192.0.2.0/24 or 2001:db8::/32 with zeros after the prefix";

    private static final int SHA256_LENGTH = 32;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ListUpdateEncoder listUpdate = new ListUpdateEncoder();
    private final ExchangeRateEncoder exchangeRate = new ExchangeRateEncoder();
    private final PolicyActivationEncoder policyActivation = new PolicyActivationEncoder();
    private final StateHashRequestEncoder stateHashRequest = new StateHashRequestEncoder();
    private final TickEncoder tick = new TickEncoder();
    private final EpochStartEncoder epochStart = new EpochStartEncoder();
    private final IpNetwork network = new IpNetwork();
    private final TextField eventIdField =
            new TextField("eventId", ProtocolLimits.MAX_EVENT_ID_LENGTH, false);
    private final TextField listField =
            new TextField("list", ProtocolLimits.MAX_NAME_LENGTH, false);
    private final TextField valueField =
            new TextField("value", ProtocolLimits.MAX_TEXT_LENGTH, true);
    private final TextField reasonField =
            new TextField("reason", ProtocolLimits.MAX_TEXT_LENGTH, true);
    private final TextField actorField =
            new TextField("actor", ProtocolLimits.MAX_TEXT_LENGTH, false);
    private final TextField nodeVersionField =
            new TextField("nodeVersion", ProtocolLimits.MAX_NAME_LENGTH, false);

    /**
     * A change of a list.
     *
     * @param value the entry; empty for CLEAR, which removes all
     * @param expiresNs 0 for an entry without end
     * @param reason for people; may be empty
     */
    public int listUpdate(
            MutableDirectBuffer buffer,
            int offset,
            int tenantId,
            CharSequence eventId,
            long timeNs,
            ListOperation operation,
            ListMatch match,
            CharSequence list,
            CharSequence value,
            long expiresNs,
            CharSequence reason) {
        eventIdField.setRequired(eventId);
        listField.setRequired(list);
        valueField.set(value);
        if (operation != ListOperation.CLEAR) {
            valueField.require();
        }
        if (match == ListMatch.CIDR && valueField.length() > 0 && !network.parse(value)) {
            throw new EventFieldException("value", '"' + value.toString() + '"', NO_NETWORK);
        }
        reasonField.set(reason);
        listUpdate
                .wrapAndApplyHeader(buffer, offset, header)
                .tenantId(tenant(tenantId, 1))
                .timeNs(Range.check("timeNs", timeNs, 0, ProtocolLimits.MAX_TIME_NS))
                .operation(Range.known("operation", operation))
                .match(Range.known("match", match))
                .expiresNs(Range.check("expiresNs", expiresNs, 0, ProtocolLimits.MAX_TIME_NS))
                .putEventId(eventIdField.bytes(), 0, eventIdField.length())
                .putList(listField.bytes(), 0, listField.length())
                .putValue(valueField.bytes(), 0, valueField.length())
                .putReason(reasonField.bytes(), 0, reasonField.length());
        return MessageHeaderEncoder.ENCODED_LENGTH + listUpdate.encodedLength();
    }

    /** A quoted exchange rate: 1 minor unit of {@code from} = rate / 10^scale minor units. */
    public int exchangeRate(
            MutableDirectBuffer buffer,
            int offset,
            int tenantId,
            CharSequence eventId,
            long validFromNs,
            int fromCurrency,
            int toCurrency,
            long rate,
            int scale) {
        eventIdField.setRequired(eventId);
        exchangeRate
                .wrapAndApplyHeader(buffer, offset, header)
                .tenantId(tenant(tenantId, 1))
                .validFromNs(Range.check("validFromNs", validFromNs, 0, ProtocolLimits.MAX_TIME_NS))
                .fromCurrency(
                        Range.check("fromCurrency", fromCurrency, 1, ProtocolLimits.MAX_CURRENCY))
                .toCurrency(Range.check("toCurrency", toCurrency, 1, ProtocolLimits.MAX_CURRENCY))
                .rate(Range.check("rate", rate, 1, Long.MAX_VALUE))
                .scale((short) Range.check("scale", scale, 0, ProtocolLimits.MAX_RATE_SCALE))
                .putEventId(eventIdField.bytes(), 0, eventIdField.length());
        return MessageHeaderEncoder.ENCODED_LENGTH + exchangeRate.encodedLength();
    }

    /**
     * A policy bundle takes effect.
     *
     * @param bundleHash SHA-256 of the bundle, 32 bytes
     */
    public int policyActivation(
            MutableDirectBuffer buffer,
            int offset,
            int tenantId,
            CharSequence eventId,
            ActivationKind kind,
            long policyVersion,
            byte[] bundleHash,
            CharSequence actor) {
        eventIdField.setRequired(eventId);
        actorField.set(actor);
        if (bundleHash.length != SHA256_LENGTH) {
            throw new EventFieldException(
                    "bundleHash", bundleHash.length + " bytes", "must be 32 bytes");
        }
        ByteBuffer words = ByteBuffer.wrap(bundleHash);
        policyActivation
                .wrapAndApplyHeader(buffer, offset, header)
                .tenantId(tenant(tenantId, 1))
                .kind(Range.known("kind", kind))
                .policyVersion(Range.check("policyVersion", policyVersion, 0, 0xFFFF_FFFEL));
        policyActivation
                .bundleHash()
                .word0(words.getLong())
                .word1(words.getLong())
                .word2(words.getLong())
                .word3(words.getLong());
        policyActivation
                .putEventId(eventIdField.bytes(), 0, eventIdField.length())
                .putActor(actorField.bytes(), 0, actorField.length());
        return MessageHeaderEncoder.ENCODED_LENGTH + policyActivation.encodedLength();
    }

    /** Asks for the hash of the state; tenant 0 is the node itself. */
    public int stateHashRequest(
            MutableDirectBuffer buffer, int offset, int tenantId, CharSequence eventId) {
        eventIdField.setRequired(eventId);
        stateHashRequest
                .wrapAndApplyHeader(buffer, offset, header)
                .tenantId(tenant(tenantId, 0))
                .putEventId(eventIdField.bytes(), 0, eventIdField.length());
        return MessageHeaderEncoder.ENCODED_LENGTH + stateHashRequest.encodedLength();
    }

    /** Time passes; tenant 0 is all tenants. Of the node's own making only. */
    public int tick(MutableDirectBuffer buffer, int offset, int tenantId) {
        tick.wrapAndApplyHeader(buffer, offset, header).tenantId(tenant(tenantId, 0));
        return MessageHeaderEncoder.ENCODED_LENGTH + tick.encodedLength();
    }

    /** First event of a run. Of the node's own making only. */
    public int epochStart(
            MutableDirectBuffer buffer,
            int offset,
            long epoch,
            int semanticsVersion,
            CharSequence nodeVersion) {
        nodeVersionField.set(nodeVersion);
        epochStart
                .wrapAndApplyHeader(buffer, offset, header)
                .epoch(Range.check("epoch", epoch, 0, Long.MAX_VALUE))
                .semanticsVersion(Range.check("semanticsVersion", semanticsVersion, 0, 65534))
                .putNodeVersion(nodeVersionField.bytes(), 0, nodeVersionField.length());
        return MessageHeaderEncoder.ENCODED_LENGTH + epochStart.encodedLength();
    }

    private static int tenant(int tenantId, int least) {
        return Range.check("tenantId", tenantId, least, ProtocolLimits.MAX_TENANT_ID);
    }
}
