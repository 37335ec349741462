package dev.peregrine.protocol.event;

/** Writes the schema's 16-byte addresses as text: IPv4 dotted, IPv6 as RFC 5952 says. Allocates. */
public final class IpAddressText {
    private static final long MAPPED = 0xFFFFL;
    private static final int GROUPS = 8;
    private static final int GROUP_BITS = 16;

    private IpAddressText() {}

    /** The address as text. */
    public static String of(long high, long low) {
        if (high == 0 && low >>> 32 == MAPPED) {
            return ((low >>> 24) & 0xFF)
                    + "."
                    + ((low >>> 16) & 0xFF)
                    + "."
                    + ((low >>> 8) & 0xFF)
                    + "."
                    + (low & 0xFF);
        }
        int gapStart = -1;
        int gapLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = 0;
            while (i + zeros < GROUPS && group(high, low, i + zeros) == 0) {
                zeros++;
            }
            if (zeros > gapLength) {
                gapStart = i;
                gapLength = zeros;
            }
            i += zeros;
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i == gapStart) {
                text.append("::");
                i += gapLength - 1;
            } else {
                if (text.length() > 0 && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(group(high, low, i)));
            }
        }
        return text.toString();
    }

    private static int group(long high, long low, int i) {
        long half = i < GROUPS / 2 ? high : low;
        return (int) (half >>> (GROUP_BITS * (3 - i % 4))) & 0xFFFF;
    }
}
