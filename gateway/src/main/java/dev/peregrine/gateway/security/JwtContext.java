package dev.peregrine.gateway.security;

import java.time.Duration;

/**
 * Which OAuth2 access tokens are taken.
 *
 * @param issuer value of {@code iss}
 * @param audience that {@code aud} has to name
 * @param keys the issuer's public keys, a JSON Web Key Set: a file, or an address that begins with
 *     {@code https://}
 * @param tenantClaim claim with the tenants that the caller may speak for: a name, a number, or a
 *     list of them
 * @param leeway how far clocks may be apart for {@code exp} and {@code nbf}
 * @param rate requests a second of each subject; 0 for no limit
 * @param burst requests at once
 */
public record JwtContext(
        String issuer,
        String audience,
        String keys,
        String tenantClaim,
        Duration leeway,
        int rate,
        int burst) {
    private static final String HTTPS = "https://";

    /** Whether the keys are fetched rather than read. */
    public boolean isRemote() {
        return keys.startsWith(HTTPS);
    }
}
