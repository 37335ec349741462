package dev.peregrine.gateway.mapping;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The steps that a table's rules can be made of. Names and meanings are part of the tables' form.
 */
enum RuleName {
    TEXT(0, 0, "as it is, without spaces around it"),
    JOIN(
            0,
            1,
            "the values of all sources with ARGUMENT between them; one that is missing is empty"),
    CONSTANT(1, 1, "ARGUMENT, whatever the message says"),
    TOKEN(0, 0, "a keyed hash in its place; the value itself is kept nowhere"),
    PREFIX(1, 1, "with ARGUMENT in front"),
    UPPER(0, 0, "in capitals"),
    LOWER(0, 0, "in small letters"),
    CUT(
            2,
            2,
            "characters from position ARGUMENT on (the first is 0), as many as the next ARGUMENT"),
    CODE(1, 1, "what the table ARGUMENT has for it"),
    INTEGER(0, 0, "a whole number of at most 18 digits"),
    DECIMAL(0, 0, "a number"),
    FLAG(2, 2, "true for the first ARGUMENT, false for the second"),
    MINOR(
            1,
            1,
            "an amount in major units of the currency in ARGUMENT, as minor units; never rounded"),
    EXPONENT(
            2,
            2,
            "an amount with as many decimals as the first ARGUMENT says, in minor units of the"
                    + " currency in the second"),
    SCALED(
            2,
            2,
            "an amount in the sender's minor units, whose decimals are in the table that is the"
                    + " first ARGUMENT (ISO 4217's if not), in those of the currency in the second"),
    DATE_TIME(0, 0, "a date and time of ISO 8601, UTC where it has no offset"),
    TIME(1, 1, "a time of the form ARGUMENT, UTC"),
    TIME_NEAR(
            1,
            1,
            "a time of the form ARGUMENT without its year, UTC, in the year that brings it nearest to now"),
    EPOCH_SECONDS(0, 0, "seconds since 1970"),
    CURRENCY(0, 0, "an ISO 4217 currency by its number or letters"),
    COUNTRY(0, 0, "an ISO 3166-1 country by its number, two letters or three"),
    UUID(0, 0, "a UUID"),
    IDENTIFIER(0, 0, "as it is, or a keyed hash of what is longer than 64 bytes"),
    LESS(1, 1, "a whole number, less the one in ARGUMENT if there is one"),
    NOW(0, 0, "the time at which the message came"),
    AGE_DAYS(
            2,
            2,
            "days from a date of the form ARGUMENT until the date, of the same form, with which the next ARGUMENT begins"),
    EMAIL_DOMAIN(0, 0, "what follows the @, in small letters");

    private static final Map<String, RuleName> BY_NAME = new TreeMap<>();

    static {
        Arrays.stream(values()).forEach(rule -> BY_NAME.put(rule.externalName(), rule));
    }

    private final int minArguments;
    private final int maxArguments;
    private final String meaning;

    RuleName(int minArguments, int maxArguments, String meaning) {
        this.minArguments = minArguments;
        this.maxArguments = maxArguments;
        this.meaning = meaning;
    }

    /** Name in files. */
    String externalName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it does, for people. */
    String meaning() {
        return meaning;
    }

    boolean takes(int arguments) {
        return arguments >= minArguments && arguments <= maxArguments;
    }

    /** How many arguments it takes, for people. */
    String arity() {
        return minArguments == maxArguments
                ? Integer.toString(minArguments)
                : minArguments + " to " + maxArguments;
    }

    /** All of them by their names in files. */
    static Map<String, RuleName> byName() {
        return BY_NAME;
    }
}
