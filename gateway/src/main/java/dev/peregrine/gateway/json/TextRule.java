package dev.peregrine.gateway.json;

/** What a field's text may hold, as far as card numbers go. */
enum TextRule {
    /** A format that no card number has: a time, a code, an address, a word out of a list. */
    TYPED,
    /**
     * An identifier that others give out. It may be a bare number, but not one grouped as a card's.
     */
    IDENTIFIER,
    /** A token, or whatever a tenant likes: nothing that looks like a card number. */
    FREE;

    boolean refuses(CharSequence text) {
        return switch (this) {
            case TYPED -> false;
            case IDENTIFIER -> CardNumberScan.findsGrouped(text);
            case FREE -> CardNumberScan.finds(text);
        };
    }
}
