package dev.peregrine.protocol.event;

import org.agrona.DirectBuffer;

/**
 * Tells what looks like a card number (PAN), which is never accepted: 13 to 19 digits, nothing
 * else, the first from 2 to 6 as payment schemes issue them, with a valid Luhn check digit.
 */
public final class CardNumbers {
    private static final int MIN_DIGITS = 13;
    private static final int MAX_DIGITS = 19;

    private CardNumbers() {}

    /** Whether the bytes look like a card number. */
    public static boolean looksLikeCardNumber(DirectBuffer buffer, int offset, int length) {
        if (length < MIN_DIGITS || length > MAX_DIGITS) {
            return false;
        }
        byte first = buffer.getByte(offset);
        if (first < '2' || first > '6') {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < length; i++) {
            int digit = buffer.getByte(offset + length - 1 - i) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            int doubled = digit << (i & 1);
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }
}
