package dev.peregrine.gateway.standin;

import dev.peregrine.policy.StandIn;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.MessageHeaderEncoder;
import dev.peregrine.protocol.codec.Purpose;
import dev.peregrine.protocol.codec.TransactionDecoder;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a stand-in needs to know of a payment.
 *
 * @param tenantId its owner
 * @param eventId its id within the tenant
 * @param merchant empty when absent
 * @param category of the merchant, or {@link StandIn#NO_CATEGORY}
 * @param amountMinor in minor units of the currency
 * @param currency ISO 4217 numeric code
 */
public record PaymentFacts(
        int tenantId,
        String eventId,
        String merchant,
        int category,
        long amountMinor,
        int currency) {
    /**
     * Facts of a payment that wants a decision.
     *
     * @param event Transaction with its header
     */
    public static PaymentFacts of(byte[] event) {
        TransactionDecoder payment = new TransactionDecoder();
        payment.wrapAndApplyHeader(new UnsafeBuffer(event), 0, new MessageHeaderDecoder());
        int category = payment.merchantCategory();
        payment.attributes().forEachRemaining(TransactionDecoder.AttributesDecoder::sbeSkip);
        String eventId = payment.eventId();
        payment.skipCard();
        payment.skipAccount();
        return new PaymentFacts(
                payment.tenantId(),
                eventId,
                payment.merchant(),
                category == TransactionDecoder.merchantCategoryNullValue()
                        ? StandIn.NO_CATEGORY
                        : category,
                payment.amountMinor(),
                payment.currency());
    }

    SpoolKey key() {
        return new SpoolKey(tenantId, eventId);
    }

    /**
     * The same payment as history: with the action that was taken, and no decision wanted.
     *
     * @param event Transaction with its header; changed in place
     */
    static void makeBackFill(byte[] event, Action taken) {
        int block = MessageHeaderEncoder.ENCODED_LENGTH;
        event[block + TransactionDecoder.purposeEncodingOffset()] =
                (byte) Purpose.BACK_FILL.value();
        event[block + TransactionDecoder.actionTakenEncodingOffset()] = (byte) taken.value();
    }

    /** Hash of all fields: another content under the same event id has another one. */
    static long contentHash(byte[] event) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(event)).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
