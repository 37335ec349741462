package dev.peregrine.gateway.security;

import dev.peregrine.gateway.SessionState;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The tenants that a caller may speak for. Immutable.
 *
 * @param everyone whether it is all of them
 * @param numbers of tenants
 * @param names names of tenants, or their numbers as texts, as {@link SessionState#tenant} takes
 *     them
 */
public record TenantAccess(boolean everyone, Set<Integer> numbers, Set<String> names) {
    /** To all tenants. */
    public static final TenantAccess ALL = new TenantAccess(true, Set.of(), Set.of());

    public TenantAccess {
        numbers = Set.copyOf(numbers);
        names = Set.copyOf(names);
    }

    /** To tenants by their numbers. */
    public static TenantAccess ofNumbers(Set<Integer> numbers) {
        return new TenantAccess(false, numbers, Set.of());
    }

    /** Whether the caller may speak for a tenant of a session. */
    public boolean allows(int tenantId, SessionState session) {
        return everyone
                || numbers.contains(tenantId)
                || names.stream()
                        .map(session::tenant)
                        .filter(OptionalInt::isPresent)
                        .anyMatch(tenant -> tenant.getAsInt() == tenantId);
    }

    /** The tenant of a caller that names none: the only one it may speak for, if it is one. */
    public OptionalInt only(SessionState session) {
        if (everyone || numbers.size() + names.size() != 1) {
            return OptionalInt.empty();
        }
        if (!names.isEmpty()) {
            return session.tenant(names.iterator().next());
        }
        Integer number = Objects.requireNonNull(numbers.iterator().next());
        return session.tenants().containsValue(number)
                ? OptionalInt.of(number)
                : OptionalInt.empty();
    }
}
