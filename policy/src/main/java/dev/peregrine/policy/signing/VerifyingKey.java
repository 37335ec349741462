package dev.peregrine.policy.signing;

import dev.peregrine.policy.PolicyException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** A public Ed25519 key and the name that a signature calls it by. Immutable; any thread. */
final class VerifyingKey {
    private final PublicKey key;
    private final String id;

    private VerifyingKey(PublicKey key, String id) {
        this.key = key;
        this.id = id;
    }

    /** Reads a SubjectPublicKeyInfo (RFC 5280) in PEM. */
    static VerifyingKey read(Path file) throws PolicyException {
        byte[] encoded = PemFile.read(file, PemFile.PUBLIC_KEY);
        try {
            return new VerifyingKey(
                    KeyFactory.getInstance(SigningKey.ALGORITHM)
                            .generatePublic(new X509EncodedKeySpec(encoded)),
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded)));
        } catch (GeneralSecurityException e) {
            throw PemFile.failure(file, "is no public " + SigningKey.ALGORITHM + " key");
        }
    }

    /** SHA-256 of the encoded key, 64 hexadecimal digits. */
    String id() {
        return id;
    }

    boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(SigningKey.ALGORITHM);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
