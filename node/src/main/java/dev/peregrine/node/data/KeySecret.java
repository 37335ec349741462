package dev.peregrine.node.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** The secret that keys every hash of an identity. Made once; losing it loses the state. */
final class KeySecret {
    static final String FILE = "secret.key";
    static final int LENGTH = 16;

    private KeySecret() {}

    static byte[] loadOrCreate(Path file, boolean mayCreate) throws IOException {
        if (!Files.exists(file)) {
            if (!mayCreate) {
                throw new DataDirectoryException(
                        file + ": is missing, and the journal needs it: restore it from a backup");
            }
            byte[] secret = new byte[LENGTH];
            new SecureRandom().nextBytes(secret);
            OwnerOnly.writeDurably(file, secret);
        }
        byte[] secret = Files.readAllBytes(file);
        if (secret.length != LENGTH) {
            throw new DataDirectoryException(
                    "%s: is damaged: %d bytes instead of %d"
                            .formatted(file, secret.length, LENGTH));
        }
        return secret;
    }
}
