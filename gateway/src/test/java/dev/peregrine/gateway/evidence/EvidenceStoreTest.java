package dev.peregrine.gateway.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.RejectCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

@Timeout(120)
class EvidenceStoreTest {
    private static final long HOUR_NS = Duration.ofHours(1).toNanos();

    @TempDir private Path directory;
    private EvidenceStore store;
    private EvidenceJournal journal;

    @BeforeEach
    void setUp() {
        open(0);
    }

    @AfterEach
    void tearDown() {
        store.close();
    }

    @Test
    void shouldFindADecisionByItsIdAndByItsEventId() {
        long sequence = journal.decide(1, "pay-1", "card-1", "shop-1", Action.REVIEW);
        journal.commit();

        StoredEvent found = store.find(1, 3, sequence).orElseThrow().event();
        assertThat(found.kind()).isEqualTo(EntryKind.DECISION);
        assertThat(found.id()).isEqualTo("3-" + sequence);
        assertThat(found.ingressTimeNs()).isEqualTo(journal.nowNs());
        assertThat(found.journalPosition()).isEqualTo(256 * sequence);
        assertThat(found.record().capacity()).isPositive();
        assertThat(store.findEvent(1, "pay-1").orElseThrow().sequence()).isEqualTo(sequence);
        assertThat(store.original(1, "pay-1").orElseThrow()).isEqualTo(journal.payment("pay-1"));
        assertThat(store.decisions()).isEqualTo(1);
    }

    @Test
    void shouldFindNothingOfAnotherTenantOrEpoch() {
        long sequence = journal.decide(1, "pay-1", "card-1", "shop-1", Action.REVIEW);
        journal.commit();

        assertThat(store.find(2, 3, sequence)).isEmpty();
        assertThat(store.find(1, 4, sequence)).isEmpty();
        assertThat(store.findEvent(2, "pay-1")).isEmpty();
        assertThat(store.original(2, "pay-1")).isEmpty();
        assertThat(store.list(query(2, "card-1")).decisions()).isEmpty();
        assertThat(store.list(query(2, null)).decisions()).isEmpty();
        assertThat(store.findEvent(1, "pay-2")).isEmpty();
    }

    @Test
    void shouldTellWhatHappenedLater() {
        long sequence = journal.decide(1, "pay-1", "card-1", "shop-1", Action.APPROVE);
        long retry = journal.retry(1, "pay-1", "card-1", "shop-1");
        long outcome = journal.outcome("pay-1");
        long refused = journal.chargeback("pay-1", RejectCode.UNKNOWN_TARGET);
        long label = journal.at(journal.nowNs() + 24 * 40 * HOUR_NS).chargeback("pay-1", null);
        long reversal = journal.reverse("pay-1");
        journal.decide(1, "pay-2", "card-1", "shop-1", Action.APPROVE);
        journal.commit();

        List<StoredNote> history = store.find(1, 3, sequence).orElseThrow().history();
        assertThat(history)
                .extracting(StoredNote::sequence)
                .containsExactly(retry, outcome, refused, label, reversal);
        assertThat(history)
                .extracting(StoredNote::kind)
                .containsExactly(
                        EntryKind.RETRY,
                        EntryKind.OUTCOME,
                        EntryKind.LABEL,
                        EntryKind.LABEL,
                        EntryKind.REVERSAL);
        assertThat(history)
                .extracting(StoredNote::refusal)
                .containsExactly(null, null, RejectCode.UNKNOWN_TARGET, null, null);
    }

    @Test
    void shouldPreferTheDecisionToWhatElseCameUnderItsEventId() {
        journal.refuse(1, "pay-1", RejectCode.NO_POLICY);
        journal.commit();
        assertThat(store.findEvent(1, "pay-1").orElseThrow().kind()).isEqualTo(EntryKind.REFUSED);
        assertThat(store.original(1, "pay-1")).isEmpty();

        journal.backFill(1, "pay-1", "card-9");
        journal.decide(1, "pay-1", "card-1", "shop-1", Action.APPROVE);
        journal.refuse(1, "pay-1", RejectCode.CONFLICT);
        journal.commit();

        StoredEvent found = store.findEvent(1, "pay-1").orElseThrow();
        assertThat(found.kind()).isEqualTo(EntryKind.DECISION);
        assertThat(store.find(1, 3, found.sequence()).orElseThrow().history())
                .extracting(StoredNote::kind)
                .containsExactly(EntryKind.REFUSED, EntryKind.BACK_FILL, EntryKind.REFUSED);
    }

    @Test
    void shouldGoOnWhereTheLastCommitEnded() {
        long first = journal.decide(1, "pay-1", "card-1", "shop-1", Action.APPROVE);
        journal.commit();
        long second = journal.decide(1, "pay-2", "card-1", "shop-1", Action.APPROVE);
        store.close();

        open(0);

        assertThat(store.writer().resume().sequence()).isEqualTo(first);
        assertThat(store.find(1, 3, first)).isPresent();
        assertThat(store.find(1, 3, second)).isEmpty();
        assertThat(journal.decide(1, "pay-2", "card-1", "shop-1", Action.APPROVE))
                .isEqualTo(second);
        journal.commit();
        assertThat(store.list(query(1, "card-1")).decisions()).hasSize(2);
        assertThat(store.decisions()).isEqualTo(2);
    }

    @Test
    void shouldForgetWhatIsOlderThanTheRetention() {
        reopen(32 * HOUR_NS);
        for (int hour = 0; hour < 40; hour++) {
            journal.at(EvidenceJournal.START_NS + hour * HOUR_NS);
            journal.decide(1, "pay-" + hour, "card-1", "shop-1", Action.APPROVE);
        }
        journal.commit();

        int gone = store.writer().expire(EvidenceJournal.START_NS + 42 * HOUR_NS);

        assertThat(gone).isBetween(9, 10);
        List<StoredEvent> left = store.list(query(1, "card-1")).decisions();
        assertThat(left).hasSize(40 - gone);
        assertThat(store.decisions()).isEqualTo(40 - gone);
        assertThat(store.findEvent(1, "pay-0")).isEmpty();
        assertThat(store.find(1, 3, 1)).isEmpty();
        assertThat(left.get(left.size() - 1).ingressTimeNs())
                .isGreaterThanOrEqualTo(EvidenceJournal.START_NS + 9 * HOUR_NS);
        store.close();
        open(32 * HOUR_NS);
        assertThat(store.list(query(1, "card-1")).decisions()).hasSize(40 - gone);
    }

    @Test
    void shouldForgetTheLastOfAnIdleNode() {
        reopen(HOUR_NS);
        journal.decide(1, "pay-1", "card-1", "shop-1", Action.APPROVE);
        journal.commit();
        assertThat(store.writer().expire(journal.nowNs())).isZero();

        assertThat(store.writer().expire(journal.nowNs() + 2 * HOUR_NS)).isEqualTo(1);

        assertThat(store.findEvent(1, "pay-1")).isEmpty();
        journal.decide(1, "too-old-at-a-rebuild", "card-1", "shop-1", Action.APPROVE);
        journal.at(journal.nowNs() + 2 * HOUR_NS);
        journal.decide(1, "pay-2", "card-1", "shop-1", Action.APPROVE);
        journal.commit();
        assertThat(store.list(query(1, "card-1")).decisions()).hasSize(1);
    }

    @Test
    void shouldTakeOutWhatTheJournalHasLost() {
        reopen(32 * HOUR_NS);
        for (int hour = 0; hour < 10; hour++) {
            journal.at(EvidenceJournal.START_NS + hour * HOUR_NS / 2);
            journal.decide(1, "pay-" + hour, "card-1", "shop-1", Action.APPROVE);
        }
        journal.chargeback("pay-0", null);
        journal.commit();

        store.writer().cutBehind(5);

        assertThat(store.writer().resume().sequence()).isEqualTo(5);
        assertThat(store.list(query(1, "card-1")).decisions()).hasSize(5);
        assertThat(store.list(query(1, null)).decisions()).hasSize(5);
        assertThat(store.decisions()).isEqualTo(5);
        assertThat(store.find(1, 3, 1).orElseThrow().history()).isEmpty();
        assertThat(store.findEvent(1, "pay-5")).isEmpty();
        assertThat(store.find(1, 3, 5)).isPresent();
        assertThat(store.find(1, 3, 6)).isEmpty();
        journal = new EvidenceJournal(store);
        journal.decide(1, "pay-5", "card-1", "shop-1", Action.APPROVE);
        journal.commit();
        assertThat(store.list(query(1, "card-1")).decisions()).hasSize(6);
        store.writer().clear();
        assertThat(store.list(query(1, null)).decisions()).isEmpty();
    }

    @Test
    void shouldGoOnWhenItWasOpenedAnew() {
        long first = journal.decide(1, "pay-1", "card-1", "shop-1", Action.APPROVE);
        journal.commit();
        journal.decide(1, "pay-2", "card-1", "shop-1", Action.APPROVE);

        store.writer().reopen();

        assertThat(store.writer().resume().sequence()).isEqualTo(first);
        journal = new EvidenceJournal(store);
        journal.decide(1, "pay-3", "card-1", "shop-1", Action.APPROVE);
        journal.commit();
        assertThat(store.list(query(1, "card-1")).decisions())
                .extracting(StoredEvent::sequence)
                .containsExactly(2L, 1L);
        assertThat(store.findEvent(1, "pay-2")).isEmpty();
    }

    @Test
    void shouldBeOfOneProcessAtATime() {
        assertThatThrownBy(() -> EvidenceStore.open(context(0)))
                .isInstanceOf(EvidenceException.class)
                .hasMessageContaining(directory.toString());
    }

    @Test
    void shouldFindWhatLiesInManyFiles() throws Exception {
        store.close();
        store = EvidenceStore.open(context(0).writeBufferBytes(1 << 18));
        journal = new EvidenceJournal(store);
        for (int i = 0; i < 20_000; i++) {
            journal.decide(1 + i % 2, "pay-" + i, "card-" + i % 100, "shop-1", Action.APPROVE);
            if (i % 100 == 99) {
                journal.commit();
            }
        }
        reopen(0);

        for (int i = 0; i < 20_000; i += 37) {
            StoredEvent found = store.findEvent(1 + i % 2, "pay-" + i).orElseThrow();
            assertThat(found.sequence()).isEqualTo(i + 1);
            assertThat(store.find(2 - i % 2, 3, i + 1)).isEmpty();
        }
        assertThat(store.list(query(1, "card-4")).decisions())
                .extracting(StoredEvent::sequence)
                .isSortedAccordingTo(Comparator.reverseOrder())
                .hasSize(200);
        assertThat(store.decisions()).isEqualTo(20_000);
    }

    @Test
    void shouldDropIndexesWhoseEventsWereNeverMade() throws Exception {
        journal.decide(1, "pay-1", "card-1", "shop-1", Action.APPROVE);
        journal.commit();
        store.close();
        change(db -> db.createColumnFamily(family("indexes-2-7")).close());

        open(0);

        assertThat(store.list(query(1, "card-1")).decisions()).hasSize(1);
        store.close();
        try (Options none = new Options()) {
            assertThat(RocksDB.listColumnFamilies(none, directory.toString())).hasSize(3);
        }
        open(0);
    }

    @Test
    void shouldRefuseAStoreOfAnEarlierVersion() throws Exception {
        store.close();
        change(db -> db.createColumnFamily(family("events-1-5")).close());

        assertThatThrownBy(() -> open(0))
                .isInstanceOf(EvidenceException.class)
                .hasMessageContaining(directory + ": is of an earlier version; delete it");
    }

    private interface Change {
        void on(RocksDB database) throws RocksDBException;
    }

    private void change(Change change) throws RocksDBException {
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try (Options none = new Options();
                DBOptions options = new DBOptions()) {
            List<ColumnFamilyDescriptor> families =
                    RocksDB.listColumnFamilies(none, directory.toString()).stream()
                            .map(ColumnFamilyDescriptor::new)
                            .toList();
            try (RocksDB database =
                    RocksDB.open(options, directory.toString(), families, handles)) {
                change.on(database);
                handles.forEach(ColumnFamilyHandle::close);
            }
        }
    }

    private static ColumnFamilyDescriptor family(String name) {
        return new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.US_ASCII));
    }

    private void reopen(long retentionNs) {
        store.close();
        open(retentionNs);
    }

    private void open(long retentionNs) {
        store = EvidenceStore.open(context(retentionNs));
        journal = new EvidenceJournal(store);
    }

    private EvidenceContext context(long retentionNs) {
        return new EvidenceContext().directory(directory).retentionNs(retentionNs);
    }

    private static EvidenceQuery query(int tenantId, String card) {
        return new EvidenceQuery(tenantId, card, null, null, 0, Long.MAX_VALUE, 200, null);
    }
}
