package dev.peregrine.node.runtime;

import dev.peregrine.ingest.Attribute;
import dev.peregrine.ingest.AttributeDictionaries;
import dev.peregrine.policy.PolicyBundle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The active policies, and their dictionaries of attributes. Any thread. */
final class Dictionaries implements AttributeDictionaries {
    private final Map<Integer, PolicyBundle> bundles = new ConcurrentHashMap<>();
    private final Map<Integer, List<Attribute>> attributes = new ConcurrentHashMap<>();

    @Override
    public List<Attribute> of(int tenantId) {
        return attributes.getOrDefault(tenantId, List.of());
    }

    /**
     * Takes over the dictionary of a policy that has become active.
     *
     * @return whether it is another one than before
     */
    boolean activated(int tenantId, PolicyBundle bundle) {
        bundles.put(tenantId, bundle);
        List<Attribute> next =
                bundle.attributes().stream()
                        .map(a -> new Attribute(a.id(), a.type(), a.name()))
                        .toList();
        List<Attribute> before = attributes.put(tenantId, next);
        return !next.equals(before == null ? List.of() : before);
    }

    /** A tenant's active policy; empty before it has become active. */
    Optional<PolicyBundle> active(int tenantId) {
        return Optional.ofNullable(bundles.get(tenantId));
    }
}
