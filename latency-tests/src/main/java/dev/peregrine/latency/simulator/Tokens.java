package dev.peregrine.latency.simulator;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How simulated identities are written: a short word and a number in base 36, padded to a fixed
 * width. None looks like a card number.
 */
public final class Tokens {
    /** Length of every token but e-mail domains. */
    public static final int LENGTH = 14;

    private static final byte[] DIGITS =
            "0123456789abcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CARD = ascii("card-");
    private static final byte[] ACCOUNT = ascii("acct-");
    private static final byte[] MERCHANT = ascii("shop-");
    private static final byte[] TERMINAL = ascii("term-");
    private static final byte[] DEVICE = ascii("devc-");
    private static final byte[] EMAIL = ascii("mail-");
    private static final List<byte[]> EMAIL_DOMAINS =
            List.of(
                    ascii("mail.example"),
                    ascii("post.example"),
                    ascii("inbox.example"),
                    ascii("web.example"),
                    ascii("work.example"),
                    ascii("uni.example"),
                    ascii("throwaway.example"));

    /** Domain that fraudsters like, though not only they. */
    static final int THROWAWAY_DOMAIN = 6;

    private Tokens() {}

    /** Writes a card's token; returns its length. */
    public static int card(long card, byte[] target) {
        return write(CARD, card, target);
    }

    /** Writes the account token of a customer; returns its length. */
    public static int account(int customer, byte[] target) {
        return write(ACCOUNT, customer, target);
    }

    /** Writes a merchant's id; returns its length. */
    public static int merchant(int merchant, byte[] target) {
        return write(MERCHANT, merchant, target);
    }

    /** Writes a terminal's id; returns its length. */
    public static int terminal(int terminal, byte[] target) {
        return write(TERMINAL, terminal, target);
    }

    /** Writes a device's token; returns its length. */
    public static int device(long device, byte[] target) {
        return write(DEVICE, device, target);
    }

    /** Writes an e-mail token; returns its length. */
    public static int email(long email, byte[] target) {
        return write(EMAIL, email, target);
    }

    /** The bytes of an e-mail domain; not to be changed. */
    static byte[] emailDomain(int domain) {
        return EMAIL_DOMAINS.get(domain);
    }

    /** Writes a number in base 36, padded to a width, at an offset; returns the end. */
    static int number(long value, int width, byte[] target, int offset) {
        long rest = value;
        for (int i = offset + width - 1; i >= offset; i--) {
            target[i] = DIGITS[(int) (rest % 36)];
            rest /= 36;
        }
        return offset + width;
    }

    private static int write(byte[] word, long value, byte[] target) {
        System.arraycopy(word, 0, target, 0, word.length);
        return number(value, LENGTH - word.length, target, word.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
