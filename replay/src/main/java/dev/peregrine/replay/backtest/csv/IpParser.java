package dev.peregrine.replay.backtest.csv;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Reads IP addresses as they are written in files: 192.0.2.1 or 2001:db8::1. One thread. */
final class IpParser {
    private static final long MAPPED_PREFIX = 0xFFFF_0000_0000L;

    private long high;
    private long low;

    /** Reads an address; {@link #high} and {@link #low} then hold it, IPv4 as ::ffff:a.b.c.d. */
    boolean parse(String text) {
        return text.indexOf(':') >= 0 ? parseV6(text) : parseV4(text);
    }

    /** Bytes 0 to 7. */
    long high() {
        return high;
    }

    /** Bytes 8 to 15. */
    long low() {
        return low;
    }

    private boolean parseV4(String text) {
        long address = 0;
        int parts = 0;
        int value = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '.';
            if (c == '.') {
                if (value < 0) {
                    return false;
                }
                address = address << 8 | value;
                parts++;
                value = -1;
            } else if (c < '0' || c > '9' || value == 0) {
                return false;
            } else {
                value = Math.max(value, 0) * 10 + (c - '0');
                if (value > 255) {
                    return false;
                }
            }
        }
        high = 0;
        low = MAPPED_PREFIX | address;
        return parts == 4;
    }

    /**
     * With a colon in it, and no zone, the JDK takes a text as an address and asks no name server.
     */
    private boolean parseV6(String text) {
        if (!text.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.')) {
            return false;
        }
        try {
            byte[] bytes = InetAddress.getByName(text).getAddress();
            if (bytes.length == 4) {
                high = 0;
                low = MAPPED_PREFIX | (word(bytes, 0, 4) & 0xFFFF_FFFFL);
            } else {
                high = word(bytes, 0, 8);
                low = word(bytes, 8, 8);
            }
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static long word(byte[] bytes, int from, int length) {
        long word = 0;
        for (int i = from; i < from + length; i++) {
            word = word << 8 | (bytes[i] & 0xFF);
        }
        return word;
    }
}
