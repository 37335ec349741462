package dev.peregrine.gateway.security;

import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A key as the file of keys has it: all but its secret.
 *
 * @param id part of the key's text, and its name in the audit log
 * @param name for people
 * @param sha256 of the key's whole text, in hexadecimal digits
 * @param tenants numbers of those that it may speak for
 * @param scopes what it is for
 * @param created when it was made
 * @param expires when it ends; null for never
 * @param revoked whether it was taken back
 * @param rate requests a second; 0 for no limit
 * @param burst requests at once
 */
public record ApiKey(
        String id,
        String name,
        String sha256,
        Set<Integer> tenants,
        Set<Scope> scopes,
        Instant created,
        Instant expires,
        boolean revoked,
        int rate,
        int burst) {
    public ApiKey {
        Objects.requireNonNull(id);
        Objects.requireNonNull(sha256);
        tenants = Collections.unmodifiableSet(new TreeSet<>(tenants));
        scopes = Collections.unmodifiableSet(new TreeSet<>(scopes));
    }

    /** The same key, taken back. */
    public ApiKey revoke() {
        return new ApiKey(id, name, sha256, tenants, scopes, created, expires, true, rate, burst);
    }

    /** Whether it has ended. */
    public boolean isExpired(Instant now) {
        return expires != null && !now.isBefore(expires);
    }
}
