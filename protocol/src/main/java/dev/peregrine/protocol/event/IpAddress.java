package dev.peregrine.protocol.event;

/**
 * Parses IP addresses into the 16-byte form of the schema, without allocation and without looking a
 * name up. Takes dotted IPv4 (no leading zeros), and IPv6 as in RFC 4291 with {@code ::} and a
 * dotted tail. Not thread-safe.
 */
public final class IpAddress {
    private static final int GROUPS = 8;

    private final int[] groups = new int[GROUPS];
    private long high;
    private long low;

    /** Bytes 0 to 7 of the address parsed last, as a big-endian number. */
    public long high() {
        return high;
    }

    /** Bytes 8 to 15 of the address parsed last, as a big-endian number. */
    public long low() {
        return low;
    }

    /** Parses an address; false when it is none. */
    public boolean parse(CharSequence text) {
        long v4 = parseV4(text, 0);
        if (v4 >= 0) {
            high = 0;
            low = 0xFFFF_0000_0000L | v4;
            return true;
        }
        return parseV6(text);
    }

    private boolean parseV6(CharSequence text) {
        int length = text.length();
        int count = 0;
        int gap = -1;
        int i = 0;
        if (length >= 2 && text.charAt(0) == ':' && text.charAt(1) == ':') {
            gap = 0;
            i = 2;
        }
        while (i < length) {
            if (count == GROUPS) {
                return false;
            }
            int start = i;
            int value = 0;
            while (i < length && hexDigit(text.charAt(i)) >= 0 && i - start < 4) {
                value = (value << 4) | hexDigit(text.charAt(i++));
            }
            if (i < length && text.charAt(i) == '.') {
                long v4 = parseV4(text, start);
                if (v4 < 0 || count > GROUPS - 2) {
                    return false;
                }
                groups[count++] = (int) (v4 >>> 16);
                groups[count++] = (int) (v4 & 0xFFFF);
                break;
            }
            if (i == start) {
                return false;
            }
            groups[count++] = value;
            if (i == length) {
                break;
            }
            if (text.charAt(i++) != ':' || i == length) {
                return false;
            }
            if (text.charAt(i) == ':') {
                if (gap >= 0) {
                    return false;
                }
                gap = count;
                i++;
            }
        }
        return fill(count, gap);
    }

    private boolean fill(int count, int gap) {
        if (gap < 0 ? count != GROUPS : count >= GROUPS) {
            return false;
        }
        int missing = GROUPS - count;
        high = 0;
        low = 0;
        for (int g = 0; g < GROUPS; g++) {
            int group;
            if (gap < 0 || g < gap) {
                group = groups[g];
            } else {
                group = g < gap + missing ? 0 : groups[g - missing];
            }
            if (g < GROUPS / 2) {
                high = (high << 16) | group;
            } else {
                low = (low << 16) | group;
            }
        }
        return true;
    }

    private static int hexDigit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private static long parseV4(CharSequence text, int from) {
        int length = text.length();
        long address = 0;
        int i = from;
        for (int part = 0; part < 4; part++) {
            if (part > 0 && (i >= length || text.charAt(i++) != '.')) {
                return -1;
            }
            int start = i;
            int value = 0;
            while (i < length && text.charAt(i) >= '0' && text.charAt(i) <= '9' && i - start < 3) {
                value = value * 10 + text.charAt(i++) - '0';
            }
            if (i == start || value > 255 || (i - start > 1 && text.charAt(start) == '0')) {
                return -1;
            }
            address = (address << 8) | value;
        }
        return i == length ? address : -1;
    }
}
