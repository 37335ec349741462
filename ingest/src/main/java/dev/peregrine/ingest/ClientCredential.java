package dev.peregrine.ingest;

import java.util.HexFormat;
import java.util.Set;

/**
 * A client that the node knows.
 *
 * @param name for operators
 * @param credentialSha256 SHA-256 of its credential, 64 hexadecimal digits
 * @param tenants for whom it may speak
 */
public record ClientCredential(String name, String credentialSha256, Set<Integer> tenants) {
    private static final int SHA256_LENGTH = 32;

    public ClientCredential {
        tenants = Set.copyOf(tenants);
    }

    byte[] digest() {
        try {
            byte[] digest = HexFormat.of().parseHex(credentialSha256);
            if (digest.length == SHA256_LENGTH) {
                return digest;
            }
        } catch (IllegalArgumentException e) {
            throw invalid(e);
        }
        throw invalid(null);
    }

    private IngestException invalid(Exception cause) {
        return new IngestException(
                "client " + name + ": credentialSha256 must be 64 hexadecimal digits", cause);
    }
}
