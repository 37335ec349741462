package dev.peregrine.gateway.evidence;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Reads one page of decisions by the index that the query names, from the newest partition back.
 * Looks at a bounded number of entries: a page may be short, and still have a next one. One use.
 */
final class PageReader {
    private static final int MAX_ENTRIES = 10_000;

    private final EvidenceStore store;
    private final EvidenceDatabase database;
    private final EvidenceQuery query;
    private final EvidenceKeys keys = EvidenceKeys.onHeap();
    private final EventTexts texts = new EventTexts();
    private final byte[] card;
    private final byte[] merchant;
    private final List<StoredEvent> found = new ArrayList<>();
    private PageCursor last;
    private int looked;

    PageReader(EvidenceStore store, EvidenceDatabase database, EvidenceQuery query) {
        this.store = store;
        this.database = database;
        this.query = query;
        card = utf8(query.card());
        merchant = utf8(query.merchant());
    }

    EvidencePage read() {
        List<Partition> all = database.partitions();
        boolean more = false;
        for (int i = all.size() - 1; i >= 0 && !more; i--) {
            if (all.get(i).firstNs() < newestNs()) {
                more = readPartition(all.get(i));
            }
            if (all.get(i).firstNs() < query.fromNs()) {
                break;
            }
        }
        return new EvidencePage(found, more ? last : null);
    }

    /** Ingress time before or at which the page begins. */
    private long newestNs() {
        return query.after() == null
                ? query.toNs()
                : Math.min(query.toNs(), query.after().ingressTimeNs() + 1);
    }

    /** Whether there is more than fits into the page. */
    private boolean readPartition(Partition partition) {
        try (RocksIterator it =
                database.db().newIterator(partition.indexes(), database.options().read())) {
            for (it.seek(firstKey()); it.isValid(); it.next()) {
                byte[] key = it.key();
                PageCursor entry =
                        new PageCursor(
                                EvidenceKeys.indexIngressTimeNs(key),
                                EvidenceKeys.indexSequence(key));
                if (entry.ingressTimeNs() < query.fromNs()) {
                    return false;
                }
                if (entry.equals(query.after())) {
                    continue;
                }
                if (found.size() == query.limit() || looked == MAX_ENTRIES) {
                    return true;
                }
                looked++;
                last = entry;
                if (query.action() == null || it.value()[0] == query.action().value()) {
                    event(entry.sequence()).ifPresent(found::add);
                }
            }
            it.status();
            return false;
        } catch (RocksDBException e) {
            throw new EvidenceException("evidence: cannot be read: " + e.getMessage(), e);
        }
    }

    private byte[] firstKey() {
        PageCursor after = query.after();
        boolean follows = after != null && after.ingressTimeNs() < query.toNs();
        return keys.index(
                        query.space(),
                        query.tenantId(),
                        query.word(keys),
                        follows ? after.ingressTimeNs() : query.toNs() - 1,
                        follows ? after.sequence() : Long.MAX_VALUE)
                .array();
    }

    private Optional<StoredEvent> event(long sequence) {
        return store.event(keys, query.tenantId(), sequence).filter(this::matches);
    }

    private boolean matches(StoredEvent event) {
        if (card == null && merchant == null) {
            return true;
        }
        texts.read(event.event(), 0);
        return (card == null || texts.card().is(card))
                && (merchant == null || texts.merchant().is(merchant));
    }

    private static byte[] utf8(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
