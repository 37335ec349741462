package dev.peregrine.gateway.format;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Secrets under which a provider signs, of which one may be on its way out. Immutable. */
final class WebhookSecrets {
    private static final String ALGORITHM = "HmacSHA256";

    private final List<byte[]> secrets;

    WebhookSecrets(List<byte[]> secrets) {
        List<byte[]> copies = new ArrayList<>();
        secrets.forEach(secret -> copies.add(secret.clone()));
        this.secrets = List.copyOf(copies);
    }

    /** Whether a signature is the HMAC-SHA256 of a text; takes as long whatever differs. */
    boolean isSigned(byte[] text, byte[] signature) {
        boolean found = false;
        for (byte[] secret : secrets) {
            found |= MessageDigest.isEqual(sign(secret, text), signature);
        }
        return found;
    }

    private static byte[] sign(byte[] secret, byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
