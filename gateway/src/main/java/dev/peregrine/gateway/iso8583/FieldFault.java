package dev.peregrine.gateway.iso8583;

import java.util.Locale;

/**
 * A field at fault.
 *
 * @param field its number, or several, as a peer is told
 * @param detail what is wrong, for people; never the value
 */
record FieldFault(String field, String detail) {
    private static final int DIGITS = 3;

    static FieldFault of(int field, String detail) {
        return new FieldFault(Integer.toString(field), detail);
    }

    /** Within a length, such as {@code F049 must be a currency}. */
    String text(int maxLength) {
        String number = field;
        if (field.length() < DIGITS && field.chars().allMatch(Character::isDigit)) {
            number = String.format(Locale.ROOT, "%03d", Integer.parseInt(field));
        }
        String text = "F" + number + " " + detail;
        return text.length() <= maxLength ? text : text.substring(0, maxLength).stripTrailing();
    }
}
