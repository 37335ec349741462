package dev.peregrine.state.lists;

import dev.peregrine.protocol.codec.ListMatch;
import dev.peregrine.protocol.event.IpNetwork;
import dev.peregrine.state.KeyHasher;
import dev.peregrine.state.StateHash;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The entries of one list.
 *
 * <p>An entry holds while {@code now < its end}, where now is the greatest ingress time so far:
 * what has ended never comes back, so it leaves when its room is wanted, and what a list holds is a
 * function of the events alone. Of prefixes and networks there is a look-up for each length that
 * the list holds, the longest first; an address is never found in a network of the other family.
 *
 * <p>Memory, off the heap: 16 to 32 bytes for each entry of the capacity, taken when it becomes
 * known; a block of 64, 128, 256 .. 2,048 bytes for each entry that is there: 48 and its value and
 * reason. One thread. A look-up allocates nothing and costs a hash and a cache miss or two, for
 * each length; a change may take memory.
 */
public final class ListTable implements AutoCloseable {
    /** End of an entry that has none. */
    public static final long NO_END = Long.MAX_VALUE;

    private final ListMatch match;
    private final EntryKey key;
    private final KeyHasher hasher;
    private final EntryMemory memory = new EntryMemory();
    private final EntryIndex index = new EntryIndex(memory);
    private final ExpiryQueue expiries = new ExpiryQueue(memory);
    private final PrefixLengths lengths;
    private final UnsafeBuffer texts = new UnsafeBuffer(0, 0);
    private int capacity;

    /**
     * @param hasher of keys; its result is overwritten by every call
     */
    public ListTable(ListMatch match, KeyHasher hasher) {
        this.match = match;
        this.hasher = hasher;
        key = new EntryKey(hasher);
        lengths = new PrefixLengths(EntryKey.greatestPrefix(match));
    }

    /** How entries match. */
    public ListMatch match() {
        return match;
    }

    /**
     * Says how many entries there may be. Entries beyond it stay; none is added.
     *
     * @param count 0 or more
     */
    public void capacity(int count) {
        capacity = count;
        index.reserve(count);
    }

    public int capacity() {
        return capacity;
    }

    /** Forgets what has ended, and counts what has not. */
    public int size(long nowNs) {
        expire(nowNs);
        return index.size();
    }

    /** True when the whole text is an entry of a list of whole texts, or begins with a prefix. */
    public boolean contains(DirectBuffer buffer, int offset, int length, long nowNs) {
        return locate(buffer, offset, length, nowNs) != EntryIndex.NONE;
    }

    /** True when the address, in the schema's 16-byte form, lies in a network of the list. */
    public boolean containsIp(long high, long low, long nowNs) {
        return locateIp(high, low, nowNs) != EntryIndex.NONE;
    }

    /** The entry for which {@link #contains} is true, the longest of several. Allocates. */
    public Optional<ListEntry> find(DirectBuffer buffer, int offset, int length, long nowNs) {
        return entry(locate(buffer, offset, length, nowNs));
    }

    /** The entry for which {@link #containsIp} is true, the longest of several. Allocates. */
    public Optional<ListEntry> findIp(long high, long low, long nowNs) {
        return entry(locateIp(high, low, nowNs));
    }

    private long locate(DirectBuffer buffer, int offset, int length, long nowNs) {
        if (match == ListMatch.EXACT) {
            key.ofText(buffer, offset, length);
            return live(nowNs);
        }
        for (int i = 0; i < lengths.size(); i++) {
            int prefix = lengths.get(i);
            if (prefix <= length) {
                key.ofText(buffer, offset, prefix);
                long block = live(nowNs);
                if (block != EntryIndex.NONE) {
                    return block;
                }
            }
        }
        return EntryIndex.NONE;
    }

    private long locateIp(long high, long low, long nowNs) {
        int shortest = IpNetwork.isIpv4(high, low) ? IpNetwork.IPV4_OFFSET_BITS : 0;
        for (int i = 0; i < lengths.size() && lengths.get(i) >= shortest; i++) {
            key.ofNetwork(high, low, lengths.get(i));
            long block = live(nowNs);
            if (block != EntryIndex.NONE) {
                return block;
            }
        }
        return EntryIndex.NONE;
    }

    /** The entry of the key in hand, unless it has ended. */
    private long live(long nowNs) {
        long block = index.find(key.high(), key.low());
        return isLive(block, nowNs) ? block : EntryIndex.NONE;
    }

    private boolean isLive(long block, long nowNs) {
        return block != EntryIndex.NONE && EntryLayout.expiresNs(memory.address(block)) > nowNs;
    }

    /** True when the text can be an entry of this list: a network, of a list of networks. */
    public boolean isEntry(DirectBuffer buffer, int offset, int length) {
        return key.ofEntry(match, buffer, offset, length);
    }

    /** True when {@link #put} of the value would find room, or replace an entry. */
    public boolean hasRoomFor(DirectBuffer buffer, int offset, int length, long nowNs) {
        if (size(nowNs) < capacity) {
            return true;
        }
        key.ofEntry(match, buffer, offset, length);
        return index.find(key.high(), key.low()) != EntryIndex.NONE;
    }

    /**
     * Puts an entry for which there is room, in place of one of the same value if there is one.
     *
     * @param expiresNs its end, epoch nanoseconds, or {@link #NO_END}
     * @param decidedNs when it was decided, epoch nanoseconds
     */
    public void put(
            DirectBuffer value,
            int valueOffset,
            int valueLength,
            DirectBuffer reason,
            int reasonOffset,
            int reasonLength,
            long expiresNs,
            long decidedNs) {
        remove(value, valueOffset, valueLength);
        long address = make(expiresNs, decidedNs, valueLength, reasonLength);
        texts.wrap(address + EntryLayout.TEXTS, valueLength + reasonLength);
        texts.putBytes(0, value, valueOffset, valueLength);
        texts.putBytes(valueLength, reason, reasonOffset, reasonLength);
    }

    /** Takes an entry out; false when there was none. */
    public boolean remove(DirectBuffer value, int offset, int length) {
        if (!key.ofEntry(match, value, offset, length)) {
            throw new IllegalArgumentException("no entry of a list of match " + match);
        }
        long block = index.find(key.high(), key.low());
        if (block != EntryIndex.NONE) {
            drop(block);
        }
        return block != EntryIndex.NONE;
    }

    /** Takes every entry out. */
    public void clear() {
        for (long slot = 0; slot < index.slots() && index.size() > 0; slot++) {
            while (index.inSlot(slot) != EntryIndex.NONE) {
                drop(index.inSlot(slot));
            }
        }
    }

    /** Shows every entry that has not ended, in no order. Allocates. */
    public void forEach(long nowNs, Consumer<ListEntry> visitor) {
        for (long slot = 0; slot < index.slots(); slot++) {
            long block = index.inSlot(slot);
            if (isLive(block, nowNs)) {
                entry(block).ifPresent(visitor);
            }
        }
    }

    private Optional<ListEntry> entry(long block) {
        if (block == EntryIndex.NONE) {
            return Optional.empty();
        }
        long address = memory.address(block);
        int valueLength = wrapTexts(address);
        return Optional.of(
                new ListEntry(
                        texts.getStringWithoutLengthUtf8(0, valueLength),
                        EntryLayout.expiresNs(address),
                        EntryLayout.decidedNs(address),
                        texts.getStringWithoutLengthUtf8(
                                valueLength, texts.capacity() - valueLength)));
    }

    /**
     * Adds every entry that has not ended to a commutative hash.
     *
     * @param list stands for the list
     */
    public void hash(long list, long nowNs, StateHash hash) {
        for (long slot = 0; slot < index.slots(); slot++) {
            long block = index.inSlot(slot);
            if (isLive(block, nowNs)) {
                long address = memory.address(block);
                int valueLength = wrapTexts(address);
                hasher.hash(texts, 0, texts.capacity());
                hash.word(list)
                        .word(EntryLayout.keyHigh(address))
                        .word(EntryLayout.keyLow(address))
                        .word(EntryLayout.expiresNs(address))
                        .word(EntryLayout.decidedNs(address))
                        .word(valueLength)
                        .word(hasher.low())
                        .endItem();
            }
        }
    }

    /** Saves what has not ended. */
    public void save(long nowNs, StateSink sink) {
        sink.putLong(size(nowNs));
        for (long slot = 0; slot < index.slots(); slot++) {
            long block = index.inSlot(slot);
            if (block != EntryIndex.NONE) {
                long address = memory.address(block);
                int valueLength = wrapTexts(address);
                sink.putLong(EntryLayout.expiresNs(address));
                sink.putLong(EntryLayout.decidedNs(address));
                sink.putLong(valueLength);
                sink.putLong(texts.capacity() - valueLength);
                sink.putBytes(address + EntryLayout.TEXTS, texts.capacity());
            }
        }
    }

    /** Loads what was saved of another table; this one must be new. */
    public void load(StateSource source) {
        int count = Math.toIntExact(source.getLong());
        index.reserve(count);
        UnsafeBuffer saved = new UnsafeBuffer(0, 0);
        long memoryOfTexts = UnsafeApi.allocateMemory(EntryKey.MAX_TEXTS_LENGTH);
        try {
            for (int i = 0; i < count; i++) {
                long expiresNs = source.getLong();
                long decidedNs = source.getLong();
                int valueLength = EntryKey.checkLength(source.getLong());
                int reasonLength = EntryKey.checkLength(source.getLong());
                source.getBytes(memoryOfTexts, valueLength + reasonLength);
                saved.wrap(memoryOfTexts, valueLength + reasonLength);
                put(saved, 0, valueLength, saved, valueLength, reasonLength, expiresNs, decidedNs);
            }
        } finally {
            UnsafeApi.freeMemory(memoryOfTexts);
        }
    }

    @Override
    public void close() {
        index.close();
        memory.close();
    }

    private void expire(long nowNs) {
        while (!expiries.isEmpty() && expiries.firstExpiryNs() <= nowNs) {
            drop(expiries.first());
        }
    }

    /**
     * Makes an entry of the key in hand; gives its address, whose texts are still to be written.
     */
    private long make(long expiresNs, long decidedNs, int valueLength, int reasonLength) {
        long block = memory.allocate(EntryLayout.TEXTS + valueLength + reasonLength);
        long address = memory.address(block);
        EntryLayout.write(address, key.high(), key.low(), key.prefix());
        EntryLayout.times(address, expiresNs, decidedNs);
        EntryLayout.lengths(address, valueLength, reasonLength);
        index.add(block);
        if (match != ListMatch.EXACT) {
            lengths.add(key.prefix());
        }
        if (expiresNs != NO_END) {
            expiries.add(block);
        }
        return address;
    }

    private void drop(long block) {
        long address = memory.address(block);
        expiries.remove(block);
        index.remove(block);
        if (match != ListMatch.EXACT) {
            lengths.remove(EntryLayout.prefix(address));
        }
        wrapTexts(address);
        memory.free(block, EntryLayout.TEXTS + texts.capacity());
    }

    /** Wraps value and reason; gives the length of the value. */
    private int wrapTexts(long address) {
        int valueLength = EntryLayout.valueLength(address);
        texts.wrap(address + EntryLayout.TEXTS, valueLength + EntryLayout.reasonLength(address));
        return valueLength;
    }
}
