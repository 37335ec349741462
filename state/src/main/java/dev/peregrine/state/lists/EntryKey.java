package dev.peregrine.state.lists;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.ListMatch;
import dev.peregrine.protocol.event.IpNetwork;
import dev.peregrine.state.KeyHasher;
import dev.peregrine.state.StateMismatchException;
import org.agrona.AsciiSequenceView;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Keys of entries as hashes: of a text, or of a network's 16 bytes and the length of its prefix.
 * One thread; allocates nothing.
 */
final class EntryKey {
    /** Greatest length of a value and a reason together, in bytes. */
    static final int MAX_TEXTS_LENGTH = 2 * ProtocolLimits.MAX_TEXT_LENGTH;

    private static final int NETWORK_LENGTH = 2 * Long.BYTES + 1;

    private final KeyHasher hasher;
    private final IpNetwork network = new IpNetwork();
    private final AsciiSequenceView view = new AsciiSequenceView();
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[NETWORK_LENGTH]);
    private int prefix;

    EntryKey(KeyHasher hasher) {
        this.hasher = hasher;
    }

    /** Greatest length of a prefix in a list of a kind, in bytes or bits. */
    static int greatestPrefix(ListMatch match) {
        return switch (match) {
            case PREFIX -> ProtocolLimits.MAX_TEXT_LENGTH;
            case CIDR -> IpNetwork.MAX_BITS;
            default -> 0;
        };
    }

    /** A saved length of a value or a reason. */
    static int checkLength(long saved) {
        if (saved < 0 || saved > ProtocolLimits.MAX_TEXT_LENGTH) {
            throw new StateMismatchException("list: an entry's text of " + saved + " bytes");
        }
        return (int) saved;
    }

    /** Takes an entry's value; false when it is none of this kind. */
    boolean ofEntry(ListMatch match, DirectBuffer buffer, int offset, int length) {
        if (match != ListMatch.CIDR) {
            ofText(buffer, offset, length);
            prefix = match == ListMatch.PREFIX ? length : 0;
            return length > 0 && length <= ProtocolLimits.MAX_TEXT_LENGTH;
        }
        if (!network.parse(view.wrap(buffer, offset, length))) {
            return false;
        }
        ofNetwork(network.high(), network.low(), network.bits());
        return true;
    }

    void ofText(DirectBuffer buffer, int offset, int length) {
        hasher.hash(buffer, offset, length);
    }

    /** Takes the network of an address that has this many bits. */
    void ofNetwork(long high, long low, int bits) {
        scratch.putLong(0, high & IpNetwork.highMask(bits));
        scratch.putLong(Long.BYTES, low & IpNetwork.lowMask(bits));
        scratch.putByte(2 * Long.BYTES, (byte) bits);
        hasher.hash(scratch, 0, NETWORK_LENGTH);
        prefix = bits;
    }

    long high() {
        return hasher.high();
    }

    long low() {
        return hasher.low();
    }

    /** Length of the entry's prefix: of bytes, of bits, or 0. */
    int prefix() {
        return prefix;
    }
}
