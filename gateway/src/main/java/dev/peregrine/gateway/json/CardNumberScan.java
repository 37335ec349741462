package dev.peregrine.gateway.json;

/**
 * Finds what looks like a card number within a text: 13 to 19 digits, bare or in groups of at most
 * six with separators between them, not within a word, with a card network's prefix and a valid
 * Luhn check digit. Longer groups and words are left alone, so that a UUID is none.
 */
public final class CardNumberScan {
    private static final int MIN_DIGITS = 13;
    private static final int MAX_DIGITS = 19;
    private static final int MAX_GROUP = 6;
    private static final int MAX_SEPARATORS = 3;
    private static final String SEPARATORS = " -./_,:\t\u00A0\u202F\u2010\u2011\u2012\u2013\u2014";

    private CardNumberScan() {}

    /** Whether a card number is found. */
    public static boolean finds(CharSequence text) {
        return finds(text, true);
    }

    /** Whether a card number is found that is written in groups. */
    public static boolean findsGrouped(CharSequence text) {
        return finds(text, false);
    }

    private static boolean finds(CharSequence text, boolean bare) {
        if (text.length() < MIN_DIGITS) {
            return false;
        }
        int previous = -1;
        for (int i = 0; i < text.length(); i++) {
            int digit = digit(text.charAt(i));
            boolean begins = digit >= 0 && previous < 0;
            if (begins && !isLetter(text, i - 1) && startsAt(text, i, bare)) {
                return true;
            }
            previous = digit;
        }
        return false;
    }

    /** Takes group after group, and looks after each whether the digits so far are a card's. */
    private static boolean startsAt(CharSequence text, int start, boolean bare) {
        int position = start;
        int digits = 0;
        int groups = 0;
        int longest = 0;
        while (position < text.length()) {
            int end = groupEnd(text, position);
            groups++;
            digits += end - position;
            longest = Math.max(longest, end - position);
            if (digits > MAX_DIGITS || (groups > 1 && longest > MAX_GROUP)) {
                return false;
            }
            if ((bare || groups > 1)
                    && digits >= MIN_DIGITS
                    && !isLetter(text, end)
                    && isCardNumber(text, start, end)) {
                return true;
            }
            position = nextGroup(text, end);
            if (position < 0) {
                return false;
            }
        }
        return false;
    }

    private static boolean isCardNumber(CharSequence text, int start, int end) {
        int sum = 0;
        int place = 0;
        int first = 0;
        int count = 0;
        for (int i = start; i < end && count < 4; i++) {
            int digit = digit(text.charAt(i));
            if (digit >= 0) {
                first = first * 10 + digit;
                count++;
            }
        }
        for (int i = end - 1; i >= start; i--) {
            int digit = digit(text.charAt(i));
            if (digit >= 0) {
                int doubled = digit << (place++ & 1);
                sum += doubled > 9 ? doubled - 9 : doubled;
            }
        }
        return sum % 10 == 0 && isNetworkPrefix(first, place);
    }

    /**
     * The networks' ranges by the first four digits, taken generously. 35 is a card's with 16
     * digits or more; with 15 it is a telephone's IMEI, which has a Luhn digit as well.
     */
    private static boolean isNetworkPrefix(int first, int digits) {
        if (first / 100 == 35) {
            return digits >= 16;
        }
        return (first >= 2200 && first <= 2204)
                || (first >= 2221 && first <= 2720)
                || (first >= 3000 && first <= 6999)
                || (first >= 8100 && first <= 8199);
    }

    private static int groupEnd(CharSequence text, int position) {
        int end = position;
        while (end < text.length() && digit(text.charAt(end)) >= 0) {
            end++;
        }
        return end;
    }

    /** Where the next group begins behind its separators; -1 when there is none. */
    private static int nextGroup(CharSequence text, int end) {
        int next = end;
        while (next < text.length()
                && next - end < MAX_SEPARATORS
                && SEPARATORS.indexOf(text.charAt(next)) >= 0) {
            next++;
        }
        boolean follows = next > end && next < text.length() && digit(text.charAt(next)) >= 0;
        return follows ? next : -1;
    }

    private static boolean isLetter(CharSequence text, int index) {
        return index >= 0 && index < text.length() && Character.isLetter(text.charAt(index));
    }

    /** Digits of all scripts, so that full-width ones do not slip through. */
    private static int digit(char c) {
        if (c < 0x80) {
            return c >= '0' && c <= '9' ? c - '0' : -1;
        }
        return Character.digit(c, 10);
    }
}
