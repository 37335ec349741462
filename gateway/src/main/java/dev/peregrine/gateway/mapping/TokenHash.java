package dev.peregrine.gateway.mapping;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes tokens of what must not be kept: HMAC-SHA256 under a secret, 128 bits of it. The same value
 * gives the same token as long as the secret stays, and without the secret neither can a token be
 * turned back nor a guess be checked. Not thread-safe.
 */
public final class TokenHash {
    /** Least length of a secret, in bytes. */
    public static final int MIN_SECRET_LENGTH = 16;

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "tok_";
    private static final int TOKEN_BYTES = 16;

    private final Mac mac;

    /**
     * @param secret at least {@link #MIN_SECRET_LENGTH} bytes; copied
     */
    public TokenHash(byte[] secret) {
        if (secret.length < MIN_SECRET_LENGTH) {
            throw new IllegalArgumentException(
                    "the secret has less than " + MIN_SECRET_LENGTH + " bytes");
        }
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** The token of a text. */
    public String token(CharSequence text) {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        String token = token(bytes, 0, bytes.length);
        Arrays.fill(bytes, (byte) 0);
        return token;
    }

    /** The token of bytes, such as a card number's digits in ASCII; they stay as they are. */
    public String token(byte[] bytes, int offset, int length) {
        mac.update(bytes, offset, length);
        byte[] hash = Arrays.copyOf(mac.doFinal(), TOKEN_BYTES);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }
}
