package dev.peregrine.gateway.security;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Who makes a request.
 *
 * @param id of the key, or of the token's subject, for the audit log; never a secret
 * @param scopes what it may do
 * @param tenants whom it may speak for
 * @param rate how often
 * @param validity whether it would still be let in, for requests that take long
 */
public record Principal(
        String id,
        Set<Scope> scopes,
        TenantAccess tenants,
        RateLimiter rate,
        BooleanSupplier validity) {
    /** Anyone, where a listener asks for nothing. */
    public static final Principal ANYONE =
            new Principal(
                    "anyone",
                    EnumSet.allOf(Scope.class),
                    TenantAccess.ALL,
                    RateLimiter.NONE,
                    () -> true);

    public Principal {
        scopes = Set.copyOf(scopes);
    }

    /** Whether it would still be let in. */
    public boolean isValid() {
        return validity.getAsBoolean();
    }
}
