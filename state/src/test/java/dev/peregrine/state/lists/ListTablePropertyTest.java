package dev.peregrine.state.lists;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.protocol.codec.ListMatch;
import dev.peregrine.protocol.event.IpAddress;
import dev.peregrine.state.KeyHasher;
import dev.peregrine.state.MemoryState;
import dev.peregrine.state.StateHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists of random changes answer as a plain list does, also after they were saved and loaded. */
@Timeout(120)
class ListTablePropertyTest {
    private static final int STEPS = 20_000;
    private static final int CAPACITY = 60;
    private static final int LIST = 7;

    private final KeyHasher hasher = new KeyHasher(new byte[KeyHasher.SECRET_LENGTH]);
    private final UnsafeBuffer value = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer reason = new UnsafeBuffer(0, 0);
    private final IpAddress address = new IpAddress();

    @ParameterizedTest
    @EnumSource(names = {"EXACT", "PREFIX", "CIDR"})
    void shouldAnswerAsAPlainList(ListMatch match) {
        for (long seed = 1; seed <= 4; seed++) {
            run(match, new SplittableRandom(seed));
        }
    }

    private void run(ListMatch match, SplittableRandom random) {
        ListOracle oracle = new ListOracle(match, CAPACITY);
        ListTable table = new ListTable(match, hasher);
        table.capacity(CAPACITY);
        long nowNs = 1_000;
        int refused = 0;
        int found = 0;
        for (int step = 0; step < STEPS; step++) {
            nowNs += random.nextInt(4);
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3, 4, 5 -> refused += put(table, oracle, random, nowNs) ? 0 : 1;
                case 6, 7, 8 -> {
                    String removed = entry(match, random);
                    oracle.expire(nowNs);
                    table.size(nowNs);
                    wrap(removed);
                    assertThat(table.remove(value, 0, value.capacity()))
                            .isEqualTo(oracle.remove(removed));
                }
                case 9 -> {
                    if (random.nextInt(100) == 0) {
                        table.clear();
                        oracle.entries.clear();
                    }
                }
                case 10 -> {
                    if (random.nextInt(50) == 0) {
                        oracle.capacity = 1 + random.nextInt(2 * CAPACITY);
                        table = reloaded(table, nowNs);
                        table.capacity(oracle.capacity);
                    }
                }
                default -> {
                    String text = match == ListMatch.CIDR ? ip(random) : text(random);
                    boolean expected = oracle.contains(text, nowNs);
                    assertThat(contains(table, text, nowNs)).as(text).isEqualTo(expected);
                    found += expected ? 1 : 0;
                }
            }
            if (step % 500 == 0) {
                oracle.expire(nowNs);
                assertThat(entries(table, nowNs)).hasSameElementsAs(oracle.entries);
                assertThat(hash(table, nowNs)).isEqualTo(hash(rebuilt(oracle, match), nowNs));
                assertThat(table.size(nowNs)).isEqualTo(oracle.entries.size());
            }
        }
        table.close();
        assertThat(refused).isGreaterThan(STEPS / 100);
        assertThat(found).isGreaterThan(STEPS / 20);
    }

    private boolean put(ListTable table, ListOracle oracle, SplittableRandom random, long nowNs) {
        ListEntry entry =
                new ListEntry(
                        entry(table.match(), random),
                        random.nextBoolean() ? ListTable.NO_END : nowNs + 1 + random.nextInt(900),
                        nowNs,
                        "x".repeat(random.nextInt(300)));
        wrap(entry.value());
        boolean room = table.hasRoomFor(value, 0, value.capacity(), nowNs);
        assertThat(room).isEqualTo(oracle.put(entry, nowNs));
        if (room) {
            put(table, entry);
        }
        return room;
    }

    private void put(ListTable table, ListEntry entry) {
        wrap(entry.value());
        reason.wrap(entry.reason().getBytes(StandardCharsets.UTF_8));
        table.put(
                value,
                0,
                value.capacity(),
                reason,
                0,
                reason.capacity(),
                entry.expiresNs(),
                entry.decidedNs());
    }

    private boolean contains(ListTable table, String text, long nowNs) {
        if (table.match() == ListMatch.CIDR) {
            assertThat(address.parse(text)).isTrue();
            return table.containsIp(address.high(), address.low(), nowNs);
        }
        wrap(text);
        return table.contains(value, 0, value.capacity(), nowNs);
    }

    private ListTable reloaded(ListTable table, long nowNs) {
        MemoryState saved = new MemoryState();
        table.save(nowNs, saved);
        ListTable loaded = new ListTable(table.match(), hasher);
        loaded.load(saved);
        assertThat(hash(loaded, nowNs)).isEqualTo(hash(table, nowNs));
        table.close();
        return loaded;
    }

    private ListTable rebuilt(ListOracle oracle, ListMatch match) {
        ListTable table = new ListTable(match, hasher);
        oracle.entries.forEach(entry -> put(table, entry));
        return table;
    }

    private static String hash(ListTable table, long nowNs) {
        StateHash hash = new StateHash();
        table.hash(LIST, nowNs, hash);
        return hash.toString();
    }

    private static List<ListEntry> entries(ListTable table, long nowNs) {
        List<ListEntry> entries = new ArrayList<>();
        table.forEach(nowNs, entries::add);
        return entries;
    }

    private void wrap(String text) {
        value.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String entry(ListMatch match, SplittableRandom random) {
        return match == ListMatch.CIDR ? network(random) : text(random);
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
            text.append("ab\u00fc".charAt(random.nextInt(3)));
        }
        return text.toString();
    }

    private static String ip(SplittableRandom random) {
        return random.nextBoolean()
                ? "10." + random.nextInt(2) + "." + random.nextInt(3) + "." + random.nextInt(9)
                : "2001:db8::" + Integer.toHexString(random.nextInt(40));
    }

    private static String network(SplittableRandom random) {
        return switch (random.nextInt(10)) {
            case 0 -> "10." + random.nextInt(2) + ".0.0/16";
            case 1 -> "10.0." + random.nextInt(3) + ".0/24";
            case 2 ->
                    random.nextInt(20) == 0 ? "0.0.0.0/0" : "10.0.0.0/" + (20 + random.nextInt(8));
            case 3 -> random.nextInt(20) == 0 ? "::/0" : "2001:db8::/" + (32 + random.nextInt(96));
            case 4 -> "2001:DB8:0::" + Integer.toHexString(random.nextInt(40)) + "/128";

            default -> ip(random);
        };
    }
}
