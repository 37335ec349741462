package dev.peregrine.gateway.evidence;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionRecordDecoder;
import dev.peregrine.protocol.codec.LabelDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.OutcomeDecoder;
import dev.peregrine.protocol.codec.Purpose;
import dev.peregrine.protocol.codec.RefusalRecordDecoder;
import dev.peregrine.protocol.codec.ReversalDecoder;
import dev.peregrine.protocol.codec.TransactionDecoder;
import dev.peregrine.protocol.event.EventTenant;
import dev.peregrine.protocol.event.EventValidator;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Puts events and their records into the store, in order of the journal, some at a time: {@link
 * #commit} writes all since the last one and where to resume in one batch, so that after any death
 * each event is there once or not yet. One thread; blocks on the disk; leaves next to no garbage.
 */
public final class EvidenceWriter implements AutoCloseable {
    static final byte[] RESUME_KEY = {'r'};

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int HEADERS_LENGTH = 64;
    private static final int VALUE_LENGTH = 64 * 1024;

    private final EvidenceContext context;
    private final EvidenceDatabase database;
    private final EvidenceKeys keys = EvidenceKeys.direct();
    private final EventTexts texts = new EventTexts();
    private final EventValidator validator = new EventValidator();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final DecisionRecordDecoder decision = new DecisionRecordDecoder();
    private final RefusalRecordDecoder refusal = new RefusalRecordDecoder();
    private final DecisionBodyDecoder body = new DecisionBodyDecoder();
    private final UnsafeBuffer bodyBytes = new UnsafeBuffer(0, 0);
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(ProtocolLimits.MAX_EVENT_LENGTH);
    private ByteBuffer value = ByteBuffer.allocateDirect(VALUE_LENGTH).order(LITTLE_ENDIAN);
    private final ByteBuffer taken = ByteBuffer.allocateDirect(1);
    private final CRC32C checksum = new CRC32C();
    private final Map<Partition, Long> decided = new HashMap<>();
    private final WriteBatch batch = new WriteBatch();
    private volatile ResumePoint resume;
    private EventPlace place;
    private EventPlace last;
    private DirectBuffer record;
    private int recordOffset;
    private int recordLength;
    private boolean recordsKept;
    private long oldestNs;

    EvidenceWriter(EvidenceContext context, EvidenceDatabase database) {
        this.context = context;
        this.database = database;
        try {
            byte[] value = database.db().get(database.meta(), RESUME_KEY);
            resume = value == null ? ResumePoint.NOTHING : ResumePoint.decode(value);
        } catch (RocksDBException e) {
            throw failure("be read", e);
        }
    }

    /** Up to where the journal is in the store, as of the last commit. Any thread. */
    public ResumePoint resume() {
        return resume;
    }

    /**
     * Begins with the next event.
     *
     * @param kept whether the decision records reach back to this event, so that one without a
     *     record was neither decided nor refused
     */
    public void begin(EventPlace next, boolean kept) {
        place = next;
        recordsKept = kept;
        recordLength = 0;
    }

    /** Its record, DecisionRecord or RefusalRecord with its header; until {@link #add}. */
    public void record(DirectBuffer buffer, int offset, int length) {
        record = buffer;
        recordOffset = offset;
        recordLength = length;
    }

    /**
     * Adds the event to what the next commit writes.
     *
     * @param event with its header
     * @return false when it is not well-formed, and passed over
     */
    public boolean add(DirectBuffer event, int offset, int length) {
        bytes.clear();
        event.getBytes(offset, bytes, length);
        bytes.flip();
        checksum.reset();
        checksum.update(bytes);
        bytes.rewind();
        last = place;
        if (place.ingressTimeNs() < oldestNs) {
            return true;
        }
        EntryKind followUp = followUp(header.wrap(event, offset).templateId());
        if (followUp == null && header.templateId() != TransactionDecoder.TEMPLATE_ID) {
            return true;
        }
        if (validator.validate(event, offset, length) != null) {
            return false;
        }
        try {
            if (followUp == null) {
                addPayment(event, offset);
            } else {
                texts.readTarget(followUp, event, offset);
                putNote(
                        database.partitionFor(place),
                        EventTenant.of(event, offset),
                        followUp,
                        bytes);
            }
        } catch (RocksDBException e) {
            throw failure("be written", e);
        }
        return true;
    }

    private static EntryKind followUp(int template) {
        return switch (template) {
            case OutcomeDecoder.TEMPLATE_ID -> EntryKind.OUTCOME;
            case LabelDecoder.TEMPLATE_ID -> EntryKind.LABEL;
            case ReversalDecoder.TEMPLATE_ID -> EntryKind.REVERSAL;
            default -> null;
        };
    }

    /** Writes what was added, and where to resume. */
    public void commit() {
        if (last == null) {
            return;
        }
        ResumePoint reached =
                new ResumePoint(last.sequence(), last.ingressTimeNs(), checksum.getValue());
        try {
            for (Map.Entry<Partition, Long> entry : decided.entrySet()) {
                long count = database.decisions(entry.getKey()) + entry.getValue();
                batch.put(
                        database.meta(),
                        entry.getKey().countKey(),
                        ByteBuffer.allocate(Long.BYTES).putLong(count).array());
            }
            batch.put(database.meta(), RESUME_KEY, reached.encode());
            database.db().write(database.options().write(), batch);
            resume = reached;
        } catch (RocksDBException e) {
            throw failure("be written", e);
        } finally {
            rollBack();
        }
    }

    /**
     * Opens the store anew, after a write that failed; forgets what was added since the last
     * commit. Waits for readers.
     *
     * @throws EvidenceException when it cannot be opened
     */
    public void reopen() {
        rollBack();
        database.reopen();
    }

    /** Forgets what was added since the last commit. */
    public void rollBack() {
        batch.clear();
        decided.clear();
        last = null;
    }

    /**
     * Drops what is older than the retention. Nothing may have been added since the last commit.
     *
     * @return partitions that went
     */
    public int expire(long nowNs) {
        if (context.retentionNs() == 0) {
            return 0;
        }
        oldestNs = nowNs - context.retentionNs();
        return new PartitionCuts(database).dropBefore(oldestNs, resume.ingressTimeNs());
    }

    /**
     * Takes out what came behind an event: the journal has lost it. Nothing may have been added
     * since the last commit.
     */
    public void cutBehind(long sequence) {
        if (sequence >= resume.sequence()) {
            return;
        }
        new PartitionCuts(database).cutBehind(sequence);
        restart(new ResumePoint(sequence, resume.ingressTimeNs(), ResumePoint.UNKNOWN));
    }

    /** Takes out everything: what is in the store is not of this journal. */
    public void clear() {
        new PartitionCuts(database).cutBehind(0);
        restart(ResumePoint.NOTHING);
    }

    @Override
    public void close() {
        batch.close();
    }

    private void restart(ResumePoint from) {
        try {
            database.db().put(database.meta(), RESUME_KEY, from.encode());
        } catch (RocksDBException e) {
            throw failure("be written", e);
        }
        resume = from;
        rollBack();
    }

    private void addPayment(DirectBuffer event, int offset) throws RocksDBException {
        TransactionDecoder payment = texts.read(event, offset);
        int tenantId = payment.tenantId();
        EntryKind kind = kind(payment.purpose());
        Partition partition = database.partitionFor(place);
        putNote(partition, tenantId, kind, actionTaken(payment, kind));
        if (!kind.isPayment()) {
            return;
        }
        int kept = kind == EntryKind.DECISION ? recordLength : 0;
        ByteBuffer value = value(HEADERS_LENGTH + bytes.remaining() + kept);
        StoredEvent.encode(value, kind, refusalCode(), place, bytes, record, recordOffset, kept);
        batch.put(partition.events(), keys.event(tenantId, place.sequence()), value.flip());
        if (kind == EntryKind.DECISION) {
            index(partition.indexes(), tenantId);
            decided.merge(partition, 1L, Long::sum);
        }
    }

    /** What was done with a payment that was decided elsewhere, if that was told: one byte. */
    private ByteBuffer actionTaken(TransactionDecoder payment, EntryKind kind) {
        short action = payment.actionTakenRaw();
        boolean isTold = action != 0 && (kind == EntryKind.BACK_FILL || kind == EntryKind.ADVICE);
        return isTold ? taken.clear().put((byte) action).flip() : NOTHING;
    }

    private EntryKind kind(Purpose purpose) {
        switch (recordTemplate()) {
            case DecisionRecordDecoder.TEMPLATE_ID -> {
                return EntryKind.DECISION;
            }
            case RefusalRecordDecoder.TEMPLATE_ID -> {
                return EntryKind.REFUSED;
            }
            default -> {
                return switch (purpose) {
                    case ADVICE -> EntryKind.ADVICE;
                    case BACK_FILL -> EntryKind.BACK_FILL;
                    default -> recordsKept ? EntryKind.RETRY : EntryKind.UNRECORDED;
                };
            }
        }
    }

    private void index(ColumnFamilyHandle family, int tenantId) throws RocksDBException {
        decision.wrapAndApplyHeader(record, recordOffset, header);
        decision.skipFeatures();
        decision.skipRulesFired();
        decision.skipShadowFired();
        decision.wrapBody(bodyBytes);
        short action = body.wrapAndApplyHeader(bodyBytes, 0, header).actionRaw();
        if (!texts.card().isEmpty()) {
            putIndex(family, EvidenceKeys.BY_CARD, tenantId, hash(texts.card()), action);
        }
        if (!texts.merchant().isEmpty()) {
            putIndex(family, EvidenceKeys.BY_MERCHANT, tenantId, hash(texts.merchant()), action);
        }
        putIndex(family, EvidenceKeys.BY_ACTION, tenantId, action, action);
        putIndex(family, EvidenceKeys.BY_TIME, tenantId, 0, action);
    }

    private void putIndex(
            ColumnFamilyHandle family, byte space, int tenantId, long word, short action)
            throws RocksDBException {
        batch.put(
                family,
                keys.index(space, tenantId, word, place.ingressTimeNs(), place.sequence()),
                value(1).put((byte) action).flip());
    }

    private void putNote(Partition partition, int tenantId, EntryKind kind, ByteBuffer event)
            throws RocksDBException {
        ByteBuffer value = value(HEADERS_LENGTH + texts.eventId().length() + event.remaining());
        StoredNote.encode(value, kind, refusalCode(), place, texts.eventId(), event);
        batch.put(
                partition.indexes(),
                keys.note(tenantId, hash(texts.eventId()), place.sequence()),
                value.flip());
        event.rewind();
    }

    private long hash(EventText text) {
        return keys.hash(text.bytes(), text.length());
    }

    private ByteBuffer value(int length) {
        if (length > value.capacity()) {
            value = ByteBuffer.allocateDirect(2 * length).order(LITTLE_ENDIAN);
        }
        return value.clear();
    }

    private int recordTemplate() {
        return recordLength == 0 ? 0 : header.wrap(record, recordOffset).templateId();
    }

    private int refusalCode() {
        return recordTemplate() == RefusalRecordDecoder.TEMPLATE_ID
                ? refusal.wrapAndApplyHeader(record, recordOffset, header).codeRaw()
                : 0;
    }

    private EvidenceException failure(String what, RocksDBException cause) {
        return new EvidenceException(
                context.directory() + ": cannot " + what + ": " + cause.getMessage(), cause);
    }
}
