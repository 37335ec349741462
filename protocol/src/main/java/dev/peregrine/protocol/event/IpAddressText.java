package dev.peregrine.protocol.event;

import java.nio.charset.StandardCharsets;

/** Writes the schema's 16-byte addresses as text: IPv4 dotted, IPv6 as RFC 5952 says. */
public final class IpAddressText {
    /** Greatest length of an address as text, in bytes. */
    public static final int MAX_LENGTH = 39;

    private static final long MAPPED = 0xFFFFL;
    private static final int GROUPS = 8;
    private static final int GROUP_BITS = 16;
    private static final String DIGITS = "0123456789abcdef";

    private IpAddressText() {}

    /** The address as text. Allocates. */
    public static String of(long high, long low) {
        byte[] text = new byte[MAX_LENGTH];
        return new String(text, 0, write(high, low, text), StandardCharsets.US_ASCII);
    }

    /**
     * Writes the address as text. Allocates nothing.
     *
     * @param text at least {@link #MAX_LENGTH} long
     * @return number of bytes written
     */
    public static int write(long high, long low, byte[] text) {
        return high == 0 && low >>> 32 == MAPPED
                ? writeDotted((int) low, text)
                : writeGroups(high, low, text);
    }

    private static int writeDotted(int address, byte[] text) {
        int length = 0;
        for (int shift = 24; shift >= 0; shift -= 8) {
            int part = address >>> shift & 0xFF;
            if (part >= 100) {
                text[length++] = digit(part / 100);
            }
            if (part >= 10) {
                text[length++] = digit(part / 10 % 10);
            }
            text[length++] = digit(part % 10);
            if (shift > 0) {
                text[length++] = '.';
            }
        }
        return length;
    }

    private static int writeGroups(long high, long low, byte[] text) {
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
        int length = 0;
        for (int i = 0; i < GROUPS; i++) {
            if (i == gapStart) {
                text[length++] = ':';
                text[length++] = ':';
                i += gapLength - 1;
            } else {
                if (length > 0 && text[length - 1] != ':') {
                    text[length++] = ':';
                }
                length = writeHex(group(high, low, i), text, length);
            }
        }
        return length;
    }

    private static int writeHex(int group, byte[] text, int offset) {
        int length = offset;
        for (int shift = GROUP_BITS - 4; shift >= 0; shift -= 4) {
            if (shift == 0 || group >>> shift != 0) {
                text[length++] = digit(group >>> shift & 0xF);
            }
        }
        return length;
    }

    private static byte digit(int value) {
        return (byte) DIGITS.charAt(value);
    }

    private static int group(long high, long low, int i) {
        long half = i < GROUPS / 2 ? high : low;
        return (int) (half >>> (GROUP_BITS * (3 - i % 4))) & 0xFFFF;
    }
}
