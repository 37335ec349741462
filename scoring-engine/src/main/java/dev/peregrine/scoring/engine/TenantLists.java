package dev.peregrine.scoring.engine;

import dev.peregrine.policy.ListSpec;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.ListMatch;
import dev.peregrine.scoring.rules.RuleLists;
import dev.peregrine.state.KeyHasher;
import dev.peregrine.state.StateHash;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import dev.peregrine.state.lists.ListTable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A tenant's lists. A list is its name and how it matches; its entries belong to the tenant, not to
 * the bundle that declares it: they stay when another bundle does not, or declares the name with
 * another match, and are there again when one does, after a rollback say. While a list is not
 * declared nothing can be put on it. One thread.
 */
final class TenantLists implements RuleLists, AutoCloseable {
    private static final int MAX_NAME_LENGTH = ProtocolLimits.MAX_NAME_LENGTH;

    private final KeyHasher hasher;
    private final TreeMap<ListKey, ListTable> tables = new TreeMap<>();
    private final UnsafeBuffer text = new UnsafeBuffer(0, 0);
    private ListTable[] declared = new ListTable[0];
    private List<ListSpec> specs = List.of();
    private long nowNs = Long.MIN_VALUE;

    /** What makes a list one and the same. */
    private record ListKey(String name, ListMatch match) implements Comparable<ListKey> {
        @Override
        public int compareTo(ListKey other) {
            int byName = name.compareTo(other.name);
            return byName == 0 ? match.compareTo(other.match) : byName;
        }
    }

    TenantLists(KeyHasher hasher) {
        this.hasher = hasher;
    }

    /**
     * Declares the lists of a bundle that becomes active. Entries that have ended are forgotten.
     */
    void declare(List<ListSpec> lists, long watermarkNs) {
        specs = lists;
        declared = new ListTable[lists.size()];
        for (ListTable table : tables.values()) {
            table.capacity(0);
        }
        for (int i = 0; i < declared.length; i++) {
            ListSpec list = lists.get(i);
            declared[i] = table(new ListKey(list.name(), list.match()));
            declared[i].capacity(list.capacity());
        }
        dropEmpty(watermarkNs);
    }

    private ListTable table(ListKey key) {
        return tables.computeIfAbsent(key, k -> new ListTable(k.match(), hasher));
    }

    private void dropEmpty(long watermarkNs) {
        tables.entrySet()
                .removeIf(
                        entry -> {
                            ListTable table = entry.getValue();
                            boolean drop = table.capacity() == 0 && table.size(watermarkNs) == 0;
                            if (drop) {
                                table.close();
                            }
                            return drop;
                        });
    }

    /** A list by its number in the active bundle. */
    ListTable declared(int list) {
        return declared[list];
    }

    /** The list of a name and a match, declared or not; null when there is none. */
    ListTable find(String name, ListMatch match) {
        return tables.get(new ListKey(name, match));
    }

    /** True when the active bundle declares the list. */
    static boolean isDeclared(ListTable table) {
        return table.capacity() > 0;
    }

    /** How the active bundle declares a list of the name to match. */
    Optional<ListMatch> declaredMatch(String name) {
        return specs.stream().filter(s -> s.name().equals(name)).map(ListSpec::match).findFirst();
    }

    /** Sets the time as of which rules look. */
    RuleLists asOf(long watermarkNs) {
        nowNs = watermarkNs;
        return this;
    }

    @Override
    public boolean contains(int list, byte[] bytes, int length) {
        text.wrap(bytes);
        return declared[list].contains(text, 0, length, nowNs);
    }

    @Override
    public boolean containsIp(int list, long high, long low) {
        return declared[list].containsIp(high, low, nowNs);
    }

    void hash(int tenantId, long watermarkNs, StateHash hash) {
        tables.forEach(
                (key, table) -> {
                    byte[] name = key.name().getBytes(StandardCharsets.UTF_8);
                    hasher.hash(new UnsafeBuffer(name), 0, name.length);
                    long list = hasher.low() + 31L * tenantId + ((long) key.match().value() << 56);
                    table.hash(list, watermarkNs, hash);
                });
    }

    void save(long watermarkNs, StateSink sink) {
        sink.putLong(tables.size());
        long memory = UnsafeApi.allocateMemory(MAX_NAME_LENGTH);
        try {
            UnsafeBuffer buffer = new UnsafeBuffer(memory, MAX_NAME_LENGTH);
            tables.forEach(
                    (key, table) -> {
                        int length = buffer.putStringWithoutLengthAscii(0, key.name());
                        sink.putLong(key.match().value());
                        sink.putLong(length);
                        sink.putBytes(memory, length);
                        table.save(watermarkNs, sink);
                    });
        } finally {
            UnsafeApi.freeMemory(memory);
        }
    }

    void load(StateSource source) {
        long memory = UnsafeApi.allocateMemory(MAX_NAME_LENGTH);
        try {
            UnsafeBuffer buffer = new UnsafeBuffer(memory, MAX_NAME_LENGTH);
            for (long left = source.getLong(); left > 0; left--) {
                ListMatch match = ListMatch.get((short) source.getLong());
                int length = Math.toIntExact(source.getLong());
                buffer.boundsCheck(0, length);
                source.getBytes(memory, length);
                table(new ListKey(buffer.getStringWithoutLengthAscii(0, length), match))
                        .load(source);
            }
        } finally {
            UnsafeApi.freeMemory(memory);
        }
    }

    @Override
    public void close() {
        tables.values().forEach(ListTable::close);
    }
}
