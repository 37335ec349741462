package dev.peregrine.gateway.mapping;

import dev.peregrine.protocol.CurrencyCodes;
import dev.peregrine.protocol.CurrencyUnits;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Amounts of money and their currencies, by the rules of tables. Nothing is ever rounded. */
final class Amounts {
    private static final int MAX_DIGITS = 18;
    private static final int MAX_DECIMALS = 12;
    private static final int MAX_EXPONENT = 6;
    private static final Map<String, Integer> NUMBERS = new HashMap<>();

    static {
        for (Currency currency : Currency.getAvailableCurrencies()) {
            NUMBERS.put(currency.getCurrencyCode(), currency.getNumericCode());
        }
    }

    private Amounts() {}

    /** A whole number, not negative. */
    static long integer(String text) throws RuleException {
        if (text.length() > MAX_DIGITS || !isDigits(text)) {
            throw new RuleException("must be a whole number of at most " + MAX_DIGITS + " digits");
        }
        return Long.parseLong(text);
    }

    /** Three letters of a currency that is given by them or by its number. */
    static String currencyCode(String text) throws RuleException {
        String code =
                text.length() == 3 && isDigits(text)
                        ? CurrencyCodes.alphabetic(Integer.parseInt(text))
                        : text;
        if (code == null || !NUMBERS.containsKey(code)) {
            throw new RuleException("must be a currency of ISO 4217");
        }
        return code;
    }

    /** The currency at a place of the message. */
    static String currency(FieldSource source, String place) throws RuleException {
        String text = source.get(place);
        if (text == null) {
            throw RuleException.missing(place);
        }
        try {
            return currencyCode(text.strip().toUpperCase(Locale.ROOT));
        } catch (RuleException e) {
            throw e.at(place);
        }
    }

    /** Minor units of an amount such as {@code 49.99}. */
    static long ofMajor(String text, String currency) throws RuleException {
        int point = text.indexOf('.');
        int decimals = point < 0 ? 0 : text.length() - point - 1;
        String digits = point < 0 ? text : text.substring(0, point) + text.substring(point + 1);
        if (digits.length() > MAX_DIGITS || decimals > MAX_DECIMALS || !isDigits(digits)) {
            throw new RuleException("must be an amount such as 49.99");
        }
        return minor(new BigDecimal(text), currency);
    }

    /** Minor units of an amount of which the last {@code exponent} digits are decimals. */
    static long rescaled(String text, int exponent, String currency) throws RuleException {
        return minor(BigDecimal.valueOf(integer(text), exponent), currency);
    }

    /** Number of decimals at a place of the message. */
    static int exponent(FieldSource source, String place) throws RuleException {
        String text = source.get(place);
        if (text == null) {
            throw RuleException.missing(place);
        }
        try {
            return exponent(text.strip());
        } catch (RuleException e) {
            throw e.at(place);
        }
    }

    /** Number of decimals. */
    static int exponent(String text) throws RuleException {
        if (text.length() != 1 || !isDigits(text) || text.charAt(0) - '0' > MAX_EXPONENT) {
            throw new RuleException("must have an exponent from 0 to " + MAX_EXPONENT);
        }
        return text.charAt(0) - '0';
    }

    private static long minor(BigDecimal amount, String currency) throws RuleException {
        int decimals = CurrencyUnits.decimals(NUMBERS.get(currency));
        try {
            return amount.movePointRight(decimals).longValueExact();
        } catch (ArithmeticException e) {
            throw new RuleException(
                    "must have at most " + decimals + " decimals, as " + currency + " has");
        }
    }

    private static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
