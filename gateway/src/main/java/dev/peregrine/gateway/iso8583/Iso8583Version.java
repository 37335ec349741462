package dev.peregrine.gateway.iso8583;

/** Versions of the standard, as the first digit of a message type tells them. */
public enum Iso8583Version {
    /** ISO 8583:1987; response codes have two characters. */
    V1987('0', 2, 25),
    /** ISO 8583:1993; action codes have three digits. */
    V1993('1', 3, 99);

    private final char digit;
    private final int codeLength;
    private final int maxResponseData;

    Iso8583Version(char digit, int codeLength, int maxResponseData) {
        this.digit = digit;
        this.codeLength = codeLength;
        this.maxResponseData = maxResponseData;
    }

    /** First digit of the message types. */
    char digit() {
        return digit;
    }

    /** Length of field 39, in characters. */
    public int codeLength() {
        return codeLength;
    }

    /** Greatest length of field 44, in characters. */
    int maxResponseData() {
        return maxResponseData;
    }

    /** The year of the version, such as 1987. */
    public String year() {
        return name().substring(1);
    }
}
