package dev.peregrine.protocol.event;

/** Range checks that name field and value. */
final class Range {
    private Range() {}

    static long check(String field, long value, long least, long greatest) {
        if (value < least || value > greatest) {
            throw new EventFieldException(
                    field, Long.toString(value), "must be from " + least + " to " + greatest);
        }
        return value;
    }

    static int check(String field, int value, int least, int greatest) {
        return (int) check(field, (long) value, least, greatest);
    }

    /** A value that is there; for enums, none of the two that stand for an unknown or no value. */
    static <T extends Enum<T>> T known(String field, T value) {
        if (value == null) {
            throw new EventFieldException(field, "", "is missing");
        }
        if (value.name().equals("SBE_UNKNOWN") || value.name().equals("NULL_VAL")) {
            throw new EventFieldException(field, value.name(), "is not a value to send");
        }
        return value;
    }
}
