package dev.peregrine.gateway.standin;

import dev.peregrine.policy.PolicyBundle;
import java.util.Optional;

/** The policies whose stand-ins and deadlines a gateway heeds. Thread-safe; never blocks. */
@FunctionalInterface
public interface ActivePolicies {
    /** Knows none: the gateway's own default deadline, and no stand-ins. */
    ActivePolicies NONE = tenantId -> Optional.empty();

    /** The policy of a tenant; empty when it is not known. */
    Optional<PolicyBundle> of(int tenantId);
}
