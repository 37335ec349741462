package dev.peregrine.gateway.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.protocol.codec.Action;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Listings against a plain list of what was decided, over many partitions. */
@Timeout(120)
class EvidenceListingTest {
    private static final long SEED = 20_261_125L;
    private static final int DECISIONS = 3_000;
    private static final long STEP_NS = Duration.ofMinutes(1).toNanos();
    private static final List<Action> ACTIONS =
            List.of(Action.APPROVE, Action.CHALLENGE, Action.REVIEW, Action.DECLINE);

    private record Made(
            long sequence, int tenant, String card, String merchant, Action action, long timeNs) {}

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<Made> made = new ArrayList<>();

    @TempDir private Path directory;
    private EvidenceStore store;
    private EvidenceJournal journal;

    @BeforeEach
    void setUp() {
        store =
                EvidenceStore.open(
                        new EvidenceContext()
                                .directory(directory)
                                .retentionNs(Duration.ofDays(4).toNanos()));
        journal = new EvidenceJournal(store);
        decide(DECISIONS);
    }

    @AfterEach
    void tearDown() {
        store.close();
    }

    @Test
    void shouldFindWhatAPlainSearchFinds() {
        for (int i = 0; i < 300; i++) {
            EvidenceQuery query = query();
            assertThat(walk(query)).as("seed %d, %s", SEED, query).isEqualTo(expected(query));
        }
    }

    @Test
    void shouldNotBeDisturbedByNewDecisions() {
        EvidenceQuery query =
                new EvidenceQuery(1, "card-1", null, null, 0, Long.MAX_VALUE, 7, null);
        List<Long> expected = expected(query);
        List<Long> seen = new ArrayList<>();
        while (query != null) {
            EvidencePage page = store.list(query);
            page.decisions().forEach(event -> seen.add(event.sequence()));
            query = page.next() == null ? null : after(query, page.next());
            decide(20);
        }
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void shouldBeReadWhileItIsWrittenAndExpires() throws Exception {
        ExecutorService readers = Executors.newFixedThreadPool(2);
        List<Future<Integer>> read = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            read.add(
                    readers.submit(
                            () -> {
                                int pages = 0;
                                for (int round = 0; round < 200; round++, pages++) {
                                    store.list(
                                            new EvidenceQuery(
                                                    1,
                                                    null,
                                                    null,
                                                    null,
                                                    0,
                                                    Long.MAX_VALUE,
                                                    50,
                                                    null));
                                    store.findEvent(1, "pay-" + round);
                                }
                                return pages;
                            }));
        }
        while (!read.get(0).isDone() || !read.get(1).isDone()) {
            decide(50);
            store.writer().expire(journal.nowNs());
        }
        assertThat(read.get(0).get() + read.get(1).get()).isEqualTo(400);
        readers.shutdown();
    }

    @Test
    void shouldGiveCursorsThatCanBeReadBack() {
        PageCursor cursor = new PageCursor(EvidenceJournal.START_NS, 4711);
        assertThat(PageCursor.parse(cursor.text())).contains(cursor);
        assertThat(PageCursor.parse("AAAA")).isEmpty();
        assertThat(PageCursor.parse("no cursor!")).isEmpty();
        assertThat(PageCursor.parse("_____________________w")).isEmpty();
    }

    private void decide(int count) {
        for (int i = 0; i < count; i++) {
            int tenant = 1 + random.nextInt(2);
            String card = "card-" + random.nextInt(4);
            String merchant = "shop-" + random.nextInt(3);
            Action action = ACTIONS.get(random.nextInt(ACTIONS.size()));
            journal.at(journal.nowNs() + random.nextLong(STEP_NS));
            long sequence = journal.decide(tenant, "pay-" + made.size(), card, merchant, action);
            made.add(new Made(sequence, tenant, card, merchant, action, journal.nowNs()));
        }
        journal.commit();
    }

    private EvidenceQuery query() {
        long spanNs = journal.nowNs() - EvidenceJournal.START_NS;
        long fromNs = random.nextBoolean() ? 0 : EvidenceJournal.START_NS + random.nextLong(spanNs);
        long toNs =
                random.nextBoolean()
                        ? Long.MAX_VALUE
                        : made.get(random.nextInt(made.size())).timeNs();
        return new EvidenceQuery(
                1 + random.nextInt(2),
                random.nextBoolean() ? null : "card-" + random.nextInt(5),
                random.nextBoolean() ? null : "shop-" + random.nextInt(4),
                random.nextBoolean() ? null : ACTIONS.get(random.nextInt(ACTIONS.size())),
                fromNs,
                toNs,
                1 + random.nextInt(EvidenceQuery.MAX_LIMIT),
                null);
    }

    private List<Long> expected(EvidenceQuery query) {
        List<Long> sequences = new ArrayList<>();
        for (Made one : made) {
            if (one.tenant() == query.tenantId()
                    && (query.card() == null || query.card().equals(one.card()))
                    && (query.merchant() == null || query.merchant().equals(one.merchant()))
                    && (query.action() == null || query.action() == one.action())
                    && one.timeNs() >= query.fromNs()
                    && one.timeNs() < query.toNs()) {
                sequences.add(one.sequence());
            }
        }
        Collections.reverse(sequences);
        return sequences;
    }

    private List<Long> walk(EvidenceQuery first) {
        List<Long> sequences = new ArrayList<>();
        EvidenceQuery query = first;
        while (query != null) {
            EvidencePage page = store.list(query);
            assertThat(page.decisions()).hasSizeLessThanOrEqualTo(query.limit());
            page.decisions().forEach(event -> sequences.add(event.sequence()));
            query = page.next() == null ? null : after(query, page.next());
        }
        return sequences;
    }

    private static EvidenceQuery after(EvidenceQuery query, PageCursor cursor) {
        return new EvidenceQuery(
                query.tenantId(),
                query.card(),
                query.merchant(),
                query.action(),
                query.fromNs(),
                query.toNs(),
                query.limit(),
                cursor);
    }
}
