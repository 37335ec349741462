package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.gateway.evidence.EntryKind;
import dev.peregrine.gateway.evidence.EvidenceContext;
import dev.peregrine.gateway.evidence.EvidencePage;
import dev.peregrine.gateway.evidence.EvidenceQuery;
import dev.peregrine.gateway.evidence.EvidenceStore;
import dev.peregrine.gateway.evidence.PageCursor;
import dev.peregrine.gateway.evidence.StoredEvent;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.protocol.codec.DecisionRecordDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.replay.journal.ArchiveLog;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/** Holds the evidence of a stopped node against its logs. */
public final class EvidenceCheck {
    private static final int TENANT = 1;

    private EvidenceCheck() {}

    /**
     * Every decision of the records is in the store once, with the bytes of both logs; and nothing
     * else is.
     *
     * @return the store's content by sequence
     */
    public static Map<Long, String> check(NodeConfig config) {
        Map<Long, String> expected =
                OfflineJournal.logs(config, (journal, records) -> decisions(journal, records));
        Map<Long, String> stored = new TreeMap<>();
        try (EvidenceStore store =
                EvidenceStore.open(
                        new EvidenceContext().directory(config.dataDir().resolve("evidence")))) {
            for (PageCursor after = null; ; ) {
                EvidencePage page = store.list(query(after));
                for (StoredEvent event : page.decisions()) {
                    assertThat(event.kind()).isEqualTo(EntryKind.DECISION);
                    assertThat(stored.put(event.sequence(), text(event))).isNull();
                    assertThat(store.find(TENANT, event.epoch(), event.sequence())).isPresent();
                }
                if (page.next() == null) {
                    break;
                }
                after = page.next();
            }
            assertThat(store.decisions()).isEqualTo(stored.size());
        }
        assertThat(stored.keySet()).isEqualTo(expected.keySet());
        assertThat(stored).isEqualTo(expected);
        return stored;
    }

    private static EvidenceQuery query(PageCursor after) {
        return new EvidenceQuery(TENANT, null, null, null, 0, Long.MAX_VALUE, 200, after);
    }

    private static Map<Long, String> decisions(ArchiveLog journal, ArchiveLog records) {
        Map<Long, String> decided = new TreeMap<>();
        MessageHeaderDecoder header = new MessageHeaderDecoder();
        records.read(
                0,
                (end, epoch, sequence, ingressTimeNs, message, offset, length) -> {
                    if (header.wrap(message, offset).templateId()
                            == DecisionRecordDecoder.TEMPLATE_ID) {
                        decided.put(sequence, hex(message, offset, length));
                    }
                    return true;
                });
        journal.read(
                0,
                (end, epoch, sequence, ingressTimeNs, message, offset, length) -> {
                    decided.computeIfPresent(
                            sequence,
                            (s, record) ->
                                    epoch
                                            + " "
                                            + ingressTimeNs
                                            + " "
                                            + end
                                            + " "
                                            + hex(message, offset, length)
                                            + " "
                                            + record);
                    return true;
                });
        return decided;
    }

    private static String text(StoredEvent event) {
        return event.epoch()
                + " "
                + event.ingressTimeNs()
                + " "
                + event.journalPosition()
                + " "
                + hex(event.event(), 0, event.event().capacity())
                + " "
                + hex(event.record(), 0, event.record().capacity());
    }

    private static String hex(DirectBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
