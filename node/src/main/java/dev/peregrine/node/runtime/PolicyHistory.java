package dev.peregrine.node.runtime;

import dev.peregrine.node.data.AuditEntry;
import dev.peregrine.node.data.AuditLog;
import dev.peregrine.policy.BundleHash;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.codec.ActivationKind;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which policies the tenants have had, by the audit log. The journal decides which one is active;
 * the log knows which came before, and what was refused. Any thread.
 */
public final class PolicyHistory {
    static final String ACTIVATE = "policy.activate";
    static final String DONE = "done";
    private static final String REFUSED = "refused";

    private final AuditLog audit;

    /**
     * An activation that took effect.
     *
     * @param time when it was noted
     * @param actor who asked for it
     * @param kind why
     * @param name name of the policy
     * @param version its version
     * @param hash its content
     * @param sequence from which event on; 0 when it was found active
     */
    public record Activation(
            Instant time,
            String actor,
            ActivationKind kind,
            String name,
            int version,
            BundleHash hash,
            long sequence) {}

    public PolicyHistory(AuditLog audit) {
        this.audit = audit;
    }

    /** The log. */
    AuditLog audit() {
        return audit;
    }

    /** A tenant's activations, oldest first. */
    public List<Activation> of(int tenantId) {
        String tenant = Integer.toString(tenantId);
        return audit.entries().stream()
                .filter(e -> e.action().equals(ACTIVATE) && e.outcome().equals(DONE))
                .filter(e -> e.detail("tenant").equals(tenant))
                .map(PolicyHistory::activation)
                .toList();
    }

    /** The latest activation of a tenant. */
    public Optional<Activation> current(int tenantId) {
        List<Activation> all = of(tenantId);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** Greatest version that was ever active; 0 for none. */
    public int greatestVersion(int tenantId) {
        return of(tenantId).stream().mapToInt(Activation::version).max().orElse(0);
    }

    /**
     * What a tenant goes back to from its current policy: the one that was active when that became
     * active for the first time.
     */
    public Optional<Activation> beforeCurrent(int tenantId) {
        List<Activation> all = of(tenantId);
        if (all.isEmpty()) {
            return Optional.empty();
        }
        BundleHash current = all.get(all.size() - 1).hash();
        int first = 0;
        while (!all.get(first).hash().equals(current)) {
            first++;
        }
        return first == 0 ? Optional.empty() : Optional.of(all.get(first - 1));
    }

    void done(int tenantId, PolicyBundle bundle, ActivationKind kind, String actor, long sequence) {
        audit.append(
                actor,
                ACTIVATE,
                DONE,
                InOrder.of(
                        change(tenantId, kind, "policy", bundle.name()),
                        InOrder.of(
                                "version", Integer.toString(bundle.version()),
                                "hash", bundle.hash().hex(),
                                "sequence", Long.toString(sequence))));
    }

    void refused(int tenantId, String what, ActivationKind kind, String actor, String why) {
        audit.append(
                actor,
                ACTIVATE,
                REFUSED,
                InOrder.of(change(tenantId, kind, "asked", what), Map.of("why", why)));
    }

    private static Map<String, String> change(
            int tenantId, ActivationKind kind, String name, String value) {
        return InOrder.of(
                "tenant",
                Integer.toString(tenantId),
                "kind",
                kind.name().toLowerCase(Locale.ROOT),
                name,
                value);
    }

    private static Activation activation(AuditEntry entry) {
        return new Activation(
                entry.time(),
                entry.actor(),
                ActivationKind.valueOf(entry.detail("kind").toUpperCase(Locale.ROOT)),
                entry.detail("policy"),
                Integer.parseInt(entry.detail("version")),
                new BundleHash(HexFormat.of().parseHex(entry.detail("hash"))),
                Long.parseLong(entry.detail("sequence")));
    }
}
