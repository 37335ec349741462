package dev.peregrine.gateway.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The text of a key: {@code pk_ID_SECRET}, with 256 bits from a secure random generator as secret.
 *
 * <p>What is kept of it is its SHA-256, with no salt and no work factor. Those are for passwords,
 * which people choose: they make each guess dear. Here there is nothing to guess, since of 2^256
 * secrets none is likelier than another, and a dear hash on every request would be paid by the
 * callers alone.
 */
public final class KeySecret {
    /** What keys begin with. */
    public static final String PREFIX = "pk_";

    private static final int ID_LENGTH = 12;
    private static final int SECRET_BYTES = 32;
    private static final String ID_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final Pattern FORM = Pattern.compile("pk_[a-z2-7]{12}_[A-Za-z0-9_-]{43}");
    private static final Pattern ID = Pattern.compile("[a-z2-7]{12}");

    private KeySecret() {}

    /** A new key's text. */
    public static String generate(SecureRandom random) {
        StringBuilder text = new StringBuilder(PREFIX);
        for (int i = 0; i < ID_LENGTH; i++) {
            text.append(ID_ALPHABET.charAt(random.nextInt(ID_ALPHABET.length())));
        }
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return text.append('_')
                .append(Base64.getUrlEncoder().withoutPadding().encodeToString(secret))
                .toString();
    }

    /** Whether a text has the form of a key. */
    static boolean isKey(String text) {
        return FORM.matcher(text).matches();
    }

    /** Whether a text has the form of a key's id. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** The id in a key's text. */
    public static String id(String text) {
        return text.substring(PREFIX.length(), PREFIX.length() + ID_LENGTH);
    }

    /** What is kept of a key's text. */
    public static String sha256(String text) {
        return HexFormat.of().formatHex(digest(text));
    }

    /** Whether a text is that of a key; takes as long whatever differs. */
    static boolean matches(String text, byte[] sha256) {
        return MessageDigest.isEqual(digest(text), sha256);
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
