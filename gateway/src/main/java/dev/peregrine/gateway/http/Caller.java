package dev.peregrine.gateway.http;

import dev.peregrine.gateway.SessionState;
import dev.peregrine.gateway.json.FieldError;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import dev.peregrine.gateway.security.Principal;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.OptionalInt;

/**
 * Who makes a request, and for which tenant.
 *
 * @param principal whom {@link AccessHandler} found, or anyone
 * @param tenantName header; null when absent
 * @param defaultTenant of the gateway, for requests that name none; empty for none
 */
public record Caller(Principal principal, String tenantName, String defaultTenant) {
    static final String TENANT = "Peregrine-Tenant";

    /**
     * A peer for whom the configuration says the tenant.
     *
     * @param tenant name or number; empty: the only one, if there is only one
     */
    public static Caller ofTenant(String tenant) {
        return new Caller(Principal.ANYONE, tenant.isEmpty() ? null : tenant, "");
    }

    static Caller of(RoutingContext routing, String defaultTenant) {
        Principal found = routing.get(AccessHandler.PRINCIPAL);
        return new Caller(
                found == null ? Principal.ANYONE : found,
                routing.request().getHeader(TENANT),
                defaultTenant);
    }

    /**
     * The tenant that is meant: the one named, else the caller's only one, else the gateway's.
     *
     * @return empty when there is none, or it is not the caller's: {@link #noTenant} tells which,
     *     but not whether there is such a tenant
     */
    OptionalInt tenant(SessionState session) {
        OptionalInt named;
        if (tenantName != null) {
            named = session.tenant(tenantName);
        } else {
            named = principal.tenants().only(session);
            if (named.isEmpty()) {
                named = session.tenant(defaultTenant);
            }
        }
        return named.isPresent() && principal.tenants().allows(named.getAsInt(), session)
                ? named
                : OptionalInt.empty();
    }

    /** Why there is no tenant. */
    Problem noTenant() {
        if (tenantName == null && defaultTenant.isEmpty()) {
            return Problem.ofFields(
                    ProblemType.INVALID_FIELD,
                    List.of(
                            new FieldError(
                                    TENANT, "", "is missing; the gateway serves several tenants")));
        }
        return Problem.of(
                ProblemType.WRONG_TENANT,
                tenantName == null
                        ? "no access to the gateway's own tenant; name one in " + TENANT
                        : "no access to the tenant of " + TENANT);
    }
}
