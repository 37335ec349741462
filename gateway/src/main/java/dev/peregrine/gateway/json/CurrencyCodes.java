package dev.peregrine.gateway.json;

import java.util.Currency;

/** ISO 4217: from a currency's letters to its number. */
final class CurrencyCodes {
    private static final int LETTERS = 26;
    private static final short[] NUMERIC = new short[LETTERS * LETTERS * LETTERS];

    static {
        for (Currency currency : Currency.getAvailableCurrencies()) {
            int index = index(currency.getCurrencyCode());
            if (index >= 0) {
                NUMERIC[index] = (short) currency.getNumericCode();
            }
        }
    }

    private CurrencyCodes() {}

    /** Numeric code of three upper-case letters; 0 when they name no currency. */
    static int numericOf(CharSequence alpha3) {
        int index = index(alpha3);
        return index < 0 ? 0 : NUMERIC[index];
    }

    private static int index(CharSequence alpha3) {
        if (alpha3.length() != 3) {
            return -1;
        }
        int index = 0;
        for (int i = 0; i < 3; i++) {
            int letter = alpha3.charAt(i) - 'A';
            if (letter < 0 || letter >= LETTERS) {
                return -1;
            }
            index = index * LETTERS + letter;
        }
        return index;
    }
}
