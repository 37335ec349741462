package dev.peregrine.gateway.json;

import dev.peregrine.protocol.codec.Action;

/**
 * What a payment's caller was told in place of a decision.
 *
 * @param tenantId owner of the payment
 * @param eventId of the payment
 * @param action what to do
 * @param reason why there was no decision
 * @param policy whose table said so
 */
public record StandInDecision(
        int tenantId, String eventId, Action action, StandInReason reason, Policy policy) {
    /**
     * The policy whose table it is.
     *
     * @param name from policy.yaml
     * @param version from policy.yaml
     * @param hash of the bundle, hexadecimal
     */
    public record Policy(String name, int version, String hash) {}
}
