package dev.peregrine.scoring.rules;

import dev.peregrine.protocol.codec.ListMatch;
import dev.peregrine.state.KeyHasher;
import dev.peregrine.state.lists.ListTable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** The lists of {@link RulesFixture}: their tables, and what is on them as texts. */
final class PlainLists implements RuleLists {
    static final List<String> NETWORKS = List.of("192.0.0.0/16", "2001:db8::/120");
    static final List<String> TEXTS = List.of("c1", "EUR", "Z\u00fcrich", "atm", "00");
    static final List<String> PREFIXES = List.of("c", "D", "Z\u00fc", "\ud83d\ude00", "e");

    private static final long NOW_NS = 1;

    private final KeyHasher hasher = new KeyHasher(new byte[KeyHasher.SECRET_LENGTH]);
    private final ListTable[] tables = {
        table(ListMatch.CIDR, NETWORKS),
        table(ListMatch.EXACT, TEXTS),
        table(ListMatch.PREFIX, PREFIXES)
    };

    private ListTable table(ListMatch match, List<String> entries) {
        ListTable table = new ListTable(match, hasher);
        for (String entry : entries) {
            UnsafeBuffer value = new UnsafeBuffer(entry.getBytes(StandardCharsets.UTF_8));
            table.put(value, 0, value.capacity(), value, 0, 0, ListTable.NO_END, 0);
        }
        return table;
    }

    @Override
    public boolean contains(int list, byte[] text, int length) {
        return tables[list].contains(new UnsafeBuffer(text), 0, length, NOW_NS);
    }

    @Override
    public boolean containsIp(int list, long high, long low) {
        return tables[list].containsIp(high, low, NOW_NS);
    }
}
