package dev.peregrine.client;

import dev.peregrine.protocol.codec.AttributeDictionaryDecoder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Asks for the dictionaries of a session's tenants when it opens, and again every few seconds,
 * since a policy that is activated may declare more attributes. Read by any thread, the rest is the
 * client's.
 */
final class AttributeDictionaries {
    /** Belongs to no event in flight. */
    static final long CORRELATION_ID = -1;

    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(5);

    private final Map<Integer, AttributeDictionary> byTenant = new ConcurrentHashMap<>();
    private long sessionId = Long.MIN_VALUE;
    private long nextRoundNs;
    private int asked;

    AttributeDictionary of(int tenantId) {
        return byTenant.getOrDefault(tenantId, AttributeDictionary.EMPTY);
    }

    void onAttributes(AttributeDictionaryDecoder dictionary) {
        int tenantId = dictionary.tenantId();
        byTenant.put(tenantId, AttributeDictionary.of(dictionary));
    }

    /** Sends the next request, if one is due. */
    void tick(PeregrineClient client, long nowNs) {
        if (client.terms().sessionId() != sessionId) {
            sessionId = client.terms().sessionId();
            nextRoundNs = nowNs;
            asked = 0;
        }
        List<Tenant> tenants = client.tenants();
        if (nowNs - nextRoundNs < 0 || tenants.isEmpty()) {
            return;
        }
        if (client.requestAttributes(CORRELATION_ID, tenants.get(asked).id()) > 0) {
            asked++;
            if (asked == tenants.size()) {
                asked = 0;
                nextRoundNs = nowNs + INTERVAL_NS;
            }
        }
    }
}
