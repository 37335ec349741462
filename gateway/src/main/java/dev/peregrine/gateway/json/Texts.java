package dev.peregrine.gateway.json;

/** What a text in a request may hold. */
public final class Texts {
    private static final int SNIPPET_CHARS = 32;

    private Texts() {}

    /** A member's name, fit to be repeated in an answer. */
    static String name(CharSequence name) {
        String snippet = snippet(name);
        return snippet.isEmpty() ? "(withheld)" : snippet;
    }

    /** No control characters (so no line breaks) and no half of a surrogate pair. */
    public static boolean isClean(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == '\u2028' || c == '\u2029') {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** The beginning of a text, fit to be repeated in an answer; empty when none of it is. */
    static String snippet(CharSequence text) {
        if (CardNumberScan.finds(text)) {
            return "";
        }
        StringBuilder snippet = new StringBuilder(SNIPPET_CHARS + 1);
        int end = Math.min(text.length(), SNIPPET_CHARS);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            snippet.append(c < 0x20 || c >= 0x7F ? '?' : c);
        }
        return text.length() > end ? snippet.append("...").toString() : snippet.toString();
    }
}
