package dev.peregrine.gateway.json;

import dev.peregrine.client.AttributeDictionary;

/**
 * What is known of a request besides its body.
 *
 * @param kind what the body is about
 * @param idempotencyKey header that supplies the event id or repeats it; null when absent
 * @param tenantId owner of the event
 * @param attributes that the tenant declares
 * @param original the payment that an outcome, a label or a reversal belongs to, found elsewhere: a
 *     Transaction with its header; null when it has to be in the body
 */
@SuppressWarnings("ArrayRecordComponent")
public record RequestHead(
        EventKind kind,
        String idempotencyKey,
        int tenantId,
        AttributeDictionary attributes,
        byte[] original) {
    /** A request whose payment, if it needs one, is in the body. */
    public static RequestHead of(
            EventKind kind, String idempotencyKey, int tenantId, AttributeDictionary attributes) {
        return new RequestHead(kind, idempotencyKey, tenantId, attributes, null);
    }

    /** The same with the payment. */
    public RequestHead withOriginal(byte[] payment) {
        return new RequestHead(kind, idempotencyKey, tenantId, attributes, payment);
    }
}
