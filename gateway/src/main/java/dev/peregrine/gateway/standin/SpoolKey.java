package dev.peregrine.gateway.standin;

/**
 * Identity of a payment.
 *
 * @param tenantId its owner
 * @param eventId its id within the tenant
 */
record SpoolKey(int tenantId, String eventId) {}
