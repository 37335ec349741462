package dev.peregrine.gateway.iso8583;

/**
 * Puts event ids together: {@code iso1.s000123.t0702101530.r612345678901.a12345678.TERM0001}, of
 * class, trace number, time, retrieval reference, acquirer and terminal. A repeat has the identity
 * of what it repeats. At most 61 characters.
 */
final class Identity {
    private Identity() {}

    /**
     * The identity of a message.
     *
     * @param trace field 11
     * @param time field 7, or in 1993 field 12
     * @param reference field 37; null when absent
     * @param acquirer field 32; null when absent
     * @param terminal field 41; null when absent
     */
    static String of(
            int messageClass,
            String trace,
            String time,
            String reference,
            String acquirer,
            String terminal) {
        return "iso"
                + messageClass
                + ".s"
                + trace
                + ".t"
                + time
                + ".r"
                + stripped(reference)
                + ".a"
                + withoutZeros(stripped(acquirer))
                + "."
                + stripped(terminal);
    }

    private static String stripped(String value) {
        return value == null ? "" : value.strip();
    }

    /** An acquirer is filled up with zeros in some fields and not in others. */
    private static String withoutZeros(String digits) {
        int begin = 0;
        while (begin < digits.length() && digits.charAt(begin) == '0') {
            begin++;
        }
        return digits.substring(begin);
    }
}
