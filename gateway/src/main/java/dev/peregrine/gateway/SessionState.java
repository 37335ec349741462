package dev.peregrine.gateway;

import java.util.Map;
import java.util.OptionalInt;

/**
 * A moment's view of the session with the engine. Immutable.
 *
 * @param isOpen whether events can be sent now
 * @param reason why not, for operators; empty when open
 * @param tenants numbers by name of those for whom the session may speak, or last might; empty
 *     before the first session
 */
public record SessionState(boolean isOpen, String reason, Map<String, Integer> tenants) {
    public SessionState {
        tenants = Map.copyOf(tenants);
    }

    /** A session that is open for some tenants. */
    public static SessionState open(Map<String, Integer> tenants) {
        return new SessionState(true, "", tenants);
    }

    /** No session, and why. */
    public static SessionState notOpen(String reason, Map<String, Integer> tenants) {
        return new SessionState(false, reason, tenants);
    }

    /** The same, with other tenants where none is known yet. */
    public SessionState orTenants(Map<String, Integer> others) {
        return tenants.isEmpty() && !others.isEmpty()
                ? new SessionState(isOpen, reason, others)
                : this;
    }

    /**
     * The tenant of a name or number for whom the session may speak.
     *
     * @param nameOrNumber of the tenant; null or empty: the only one, if there is only one
     */
    public OptionalInt tenant(String nameOrNumber) {
        if (nameOrNumber == null || nameOrNumber.isEmpty()) {
            return tenants.size() == 1
                    ? OptionalInt.of(tenants.values().iterator().next())
                    : OptionalInt.empty();
        }
        Integer named = tenants.get(nameOrNumber);
        if (named != null) {
            return OptionalInt.of(named);
        }
        for (Integer number : tenants.values()) {
            if (number.toString().equals(nameOrNumber)) {
                return OptionalInt.of(number);
            }
        }
        return OptionalInt.empty();
    }
}
