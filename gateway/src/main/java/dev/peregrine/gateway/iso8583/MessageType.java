package dev.peregrine.gateway.iso8583;

/**
 * A message type: four digits for version, class, function and origin.
 *
 * @param code the four digits as a hexadecimal number, 0x0100 for 0100
 */
record MessageType(int code) {
    private static final int FUNCTION_SHIFT = 4;
    private static final int CLASS_SHIFT = 8;
    private static final int VERSION_SHIFT = 12;
    private static final int NIBBLE = 0xF;
    private static final int MAX_ORIGIN = 5;

    /** What is to be done with a message. */
    enum Kind {
        /** A payment that wants a decision. */
        REQUEST,
        /** A payment that happened. */
        ADVICE,
        /** A payment is taken back. */
        REVERSAL,
        /** Sign-on, sign-off, echo. */
        NETWORK,
        /** A response, to which there is none. */
        RESPONSE,
        /** What is not served here. */
        UNSUPPORTED
    }

    /** First digit. */
    char version() {
        return Character.forDigit((code >>> VERSION_SHIFT) & NIBBLE, 10);
    }

    /** Second digit, such as 1 for authorisations. */
    int messageClass() {
        return (code >>> CLASS_SHIFT) & NIBBLE;
    }

    private int function() {
        return (code >>> FUNCTION_SHIFT) & NIBBLE;
    }

    private int origin() {
        return code & NIBBLE;
    }

    /** What is to be done with it by a listener of a version. */
    Kind kind(Iso8583Version version) {
        if (version() == version.digit() && function() % 2 == 1) {
            return Kind.RESPONSE;
        }
        boolean advice = function() == 2;
        if (version() != version.digit() || origin() > MAX_ORIGIN || (function() != 0 && !advice)) {
            return Kind.UNSUPPORTED;
        }
        return switch (messageClass()) {
            case 1, 2 -> advice ? Kind.ADVICE : Kind.REQUEST;
            case 4 -> Kind.REVERSAL;
            case 8 -> Kind.NETWORK;
            default -> Kind.UNSUPPORTED;
        };
    }

    /** Type of the response: 0100 and 0101 get 0110, 0120 and 0121 get 0130. */
    MessageType response() {
        return new MessageType((code | (1 << FUNCTION_SHIFT)) & ~1);
    }

    /** The four digits. */
    String text() {
        StringBuilder digits = new StringBuilder(Integer.toHexString(code));
        while (digits.length() < 4) {
            digits.insert(0, '0');
        }
        return digits.toString();
    }

    /** The type of four digits; null when they are none. */
    static MessageType parse(CharSequence digits) {
        if (digits.length() != 4 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        return new MessageType(Integer.parseInt(digits, 0, 4, 16));
    }
}
