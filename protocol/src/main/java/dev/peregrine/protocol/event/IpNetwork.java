package dev.peregrine.protocol.event;

/**
 * Parses IP networks such as {@code 192.0.2.0/24} or {@code 2001:db8::/32}, without allocation. An
 * address alone is a network of its own. Bits after the prefix have to be zero: {@code
 * 192.0.2.1/24} is more likely a mistake than a network. Not thread-safe.
 */
public final class IpNetwork {
    /** Greatest length of a prefix, in bits. */
    public static final int MAX_BITS = 128;

    /** Where IPv4 addresses begin in the 16-byte form: {@code ::ffff:0:0/96}. */
    public static final int IPV4_OFFSET_BITS = 96;

    private static final long MAPPED = 0xFFFFL;

    private final IpAddress address = new IpAddress();
    private final Head head = new Head();
    private int bits;

    /** Bytes 0 to 7 of the network parsed last, as a big-endian number. */
    public long high() {
        return address.high();
    }

    /** Bytes 8 to 15 of the network parsed last, as a big-endian number. */
    public long low() {
        return address.low();
    }

    /** Length of the prefix in the 16-byte form, 0 .. 128; of an IPv4 network 96 .. 128. */
    public int bits() {
        return bits;
    }

    /** Parses a network; false when it is none. */
    public boolean parse(CharSequence text) {
        int slash = 0;
        boolean dotted = true;
        while (slash < text.length() && text.charAt(slash) != '/') {
            dotted &= text.charAt(slash) != ':';
            slash++;
        }
        if (!address.parse(head.of(text, slash))) {
            return false;
        }
        int offset = dotted ? IPV4_OFFSET_BITS : 0;
        bits = MAX_BITS;
        if (slash < text.length()) {
            int prefix = number(text, slash + 1);
            if (prefix < 0 || prefix > MAX_BITS - offset) {
                return false;
            }
            bits = offset + prefix;
        }
        return (high() & ~highMask(bits)) == 0 && (low() & ~lowMask(bits)) == 0;
    }

    /** True when the 16-byte form is that of an IPv4 address. */
    public static boolean isIpv4(long high, long low) {
        return high == 0 && low >>> 32 == MAPPED;
    }

    /** What a prefix covers of bytes 0 to 7. */
    public static long highMask(int bits) {
        return mask(Math.min(bits, Long.SIZE));
    }

    /** What a prefix covers of bytes 8 to 15. */
    public static long lowMask(int bits) {
        return mask(Math.max(bits - Long.SIZE, 0));
    }

    private static long mask(int bits) {
        return bits == 0 ? 0 : -1L << (Long.SIZE - bits);
    }

    /**
     * At most three digits without a leading zero up to the text's end; negative when it is none.
     */
    private static int number(CharSequence text, int from) {
        int digits = text.length() - from;
        if (digits < 1 || digits > 3 || (digits > 1 && text.charAt(from) == '0')) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = 10 * value + digit;
        }
        return value;
    }

    /** The beginning of a text, in place. */
    private static final class Head implements CharSequence {
        private CharSequence text;
        private int length;

        Head of(CharSequence whole, int newLength) {
            text = whole;
            length = newLength;
            return this;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public char charAt(int index) {
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.subSequence(0, length).toString();
        }
    }
}
