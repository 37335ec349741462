package dev.peregrine.gateway.iso8583;

/**
 * What a reversal says of the payment that it takes back: field 90 of 1987 (type, trace number,
 * transmission time, acquirer, forwarder), field 56 of 1993 (type, trace number, local time, length
 * and digits of the acquirer).
 *
 * @param type of the payment's message; null when it is none
 * @param trace its field 11
 * @param time its field 7, or in 1993 its field 12
 * @param acquirer its field 32; empty or zeros when it is not told
 */
record OriginalElements(MessageType type, String trace, String time, String acquirer) {
    private static final int FIELD_1987 = 90;
    private static final int FIELD_1993 = 56;
    private static final int TYPE_END = 4;
    private static final int TRACE_END = 10;
    private static final int TIME_END_1987 = 20;
    private static final int ACQUIRER_END_1987 = 31;
    private static final int TIME_END_1993 = 22;

    /** Of a reversal; null when it does not say. */
    static OriginalElements of(DecodedMessage message, Iso8583Version version) {
        boolean is1987 = version == Iso8583Version.V1987;
        String text = message.value(is1987 ? FIELD_1987 : FIELD_1993);
        int timeEnd = is1987 ? TIME_END_1987 : TIME_END_1993;
        if (text == null || text.length() < timeEnd) {
            return null;
        }
        String acquirer = text.substring(timeEnd);
        if (is1987) {
            acquirer = text.substring(timeEnd, ACQUIRER_END_1987);
        } else if (acquirer.length() > 2) {
            acquirer = acquirer.substring(2);
        }
        return new OriginalElements(
                MessageType.parse(text.substring(0, TYPE_END)),
                text.substring(TYPE_END, TRACE_END),
                text.substring(TRACE_END, timeEnd),
                acquirer);
    }

    /** The acquirer, or the reversal's own where none is told. */
    String acquirerOr(String own) {
        return acquirer.chars().allMatch(c -> c == '0') ? own : acquirer;
    }
}
