package dev.peregrine.scoring.features;

/**
 * The order of texts in CEL for Java, by units of UTF-16, read off their UTF-8: what needs two
 * units (an emoji, say) comes before U+E000 to U+FFFF, although it comes after them in UTF-8.
 */
public final class Utf8Order {
    private static final int FIRST_AFTER_SURROGATES = 0xEE;
    private static final int FIRST_SUPPLEMENTARY = 0xF0;

    private Utf8Order() {}

    /**
     * Negative or positive: the text with the left byte comes first, or last.
     *
     * @param left first byte in which two well-formed texts differ, of one of them
     * @param right of the other
     */
    public static int compare(byte left, byte right) {
        int a = left & 0xFF;
        int b = right & 0xFF;
        boolean swapped =
                a >= FIRST_AFTER_SURROGATES
                        && b >= FIRST_AFTER_SURROGATES
                        && (a >= FIRST_SUPPLEMENTARY) != (b >= FIRST_SUPPLEMENTARY);
        return swapped ? b - a : a - b;
    }
}
