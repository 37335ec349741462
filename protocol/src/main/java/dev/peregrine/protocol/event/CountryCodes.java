package dev.peregrine.protocol.event;

/** Two-letter country codes, packed as they lie in a message: first letter in the low byte. */
final class CountryCodes {
    private CountryCodes() {}

    static int pack(String field, CharSequence alpha2) {
        if (alpha2.length() == 0) {
            return 0;
        }
        if (alpha2.length() != 2 || !isLetter(alpha2.charAt(0)) || !isLetter(alpha2.charAt(1))) {
            throw new EventFieldException(
                    field,
                    '"' + alpha2.subSequence(0, Math.min(alpha2.length(), 16)).toString() + '"',
                    "must be two upper-case letters");
        }
        return alpha2.charAt(0) | (alpha2.charAt(1) << 8);
    }

    /** Two upper-case letters, or two NULs for absent. */
    static boolean isValid(int first, int second) {
        return (first == 0 && second == 0) || (isLetter(first) && isLetter(second));
    }

    private static boolean isLetter(int c) {
        return c >= 'A' && c <= 'Z';
    }
}
