package dev.peregrine.node.runtime;

import dev.peregrine.ingest.ClientCredential;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * How the node's own gateway gets in: over ipc, with a credential that is made anew at each start
 * and never leaves the process.
 */
final class LocalAccess {
    static final String CHANNEL = "aeron:ipc";
    static final String CLIENT_NAME = "http-gateway";

    private static final int SECRET_LENGTH = 32;

    private final byte[] secret = new byte[SECRET_LENGTH];

    LocalAccess() {
        new SecureRandom().nextBytes(secret);
    }

    byte[] secret() {
        return secret.clone();
    }

    ClientCredential credential(Set<Integer> tenants) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret);
            return new ClientCredential(CLIENT_NAME, HexFormat.of().formatHex(digest), tenants);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
