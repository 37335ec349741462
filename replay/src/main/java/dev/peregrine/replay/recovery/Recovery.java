package dev.peregrine.replay.recovery;

import dev.peregrine.protocol.codec.DecisionRecordDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.replay.snapshot.JournalFollower;
import dev.peregrine.replay.snapshot.SnapshotManifest;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.log.Log;
import dev.peregrine.scoring.log.LogException;
import dev.peregrine.scoring.pipeline.DecisionCache;
import dev.peregrine.scoring.pipeline.DecisionLookup;
import dev.peregrine.scoring.pipeline.ResultRecorder;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Brings an engine to the end of the journal: every event runs through it once more, or every event
 * behind the snapshot that it holds, and the decision records that the last run had not written are
 * made again.
 *
 * <p>Expects both logs not yet appending; leaves the records appending and the journal not. Blocks
 * until done. One thread.
 */
public final class Recovery {
    private static final long APPEND_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long POLL_NS = 50_000;

    /** As many events back as may be answered from memory. */
    private static final long RECORDS_READ = 1 << 16;

    private final Log journal;
    private final Log records;
    private final EngineInput engine;
    private final ResultRecorder recorder = new ResultRecorder();
    private final EventResult result = new EventResult();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final DecisionRecordDecoder decision = new DecisionRecordDecoder();
    private final UnsafeBuffer body = new UnsafeBuffer(0, 0);
    private DecisionLookup lookup = DecisionLookup.NONE;
    private DecisionCache cache;
    private ReplayProgress progress = ReplayProgress.NONE;

    private SnapshotManifest snapshot;
    private long journalEnd;
    private long events;
    private long lastSequence;
    private long lastEpoch;
    private long lastIngressTimeNs;
    private long recordsFound;
    private long recordsRewritten;
    private long lastRecordedSequence;

    /**
     * Prepares a recovery.
     *
     * @param engine as new, or as {@link #from} a snapshot
     */
    public Recovery(Log journal, Log records, EngineInput engine) {
        this.journal = Objects.requireNonNull(journal);
        this.records = Objects.requireNonNull(records);
        this.engine = Objects.requireNonNull(engine);
    }

    /**
     * Begins behind a snapshot, which the engine holds: only the journal after it is replayed, and
     * of the records only the newest are read. Default: at the first event.
     */
    public Recovery from(SnapshotManifest value) {
        snapshot = Objects.requireNonNull(value);
        lastSequence = value.sequence();
        lastEpoch = value.epoch();
        lastIngressTimeNs = value.ingressTimeNs();
        return this;
    }

    /** Told of every record, for its index. Default: none. */
    public Recovery lookup(DecisionLookup value) {
        lookup = Objects.requireNonNull(value);
        return this;
    }

    /** Filled with the decisions. Default: none. */
    public Recovery cache(DecisionCache value) {
        cache = value;
        return this;
    }

    /** Hears how far it has come. Default: nobody. */
    public Recovery progress(ReplayProgress value) {
        progress = Objects.requireNonNull(value);
        return this;
    }

    /**
     * Recovers. Called once.
     *
     * @throws LogException when a log is damaged, or the records know of events that the journal
     *     has lost
     */
    public RecoveryReport recover() {
        journalEnd = journal.durablePosition();
        records.read(firstRecordPosition(), this::onRecord);
        journal.force(); // no record of an event that a loss of power would take
        records.startAppending();
        journal.read(firstEventPosition(), this::onEvent);
        if (lastRecordedSequence > lastSequence) {
            throw new LogException(
                    journal.name()
                            + ": has lost acknowledged events: expected sequence "
                            + lastRecordedSequence
                            + ", of which "
                            + records.name()
                            + " has a record, found "
                            + lastSequence
                            + " as the last; serve --accept-loss goes on without them");
        }
        progress.onProgress(events, journalEnd, ReplayProgress.percent(journalEnd, journalEnd));
        return new RecoveryReport(
                snapshot == null ? 0 : snapshot.sequence(),
                events,
                journalEnd,
                lastSequence,
                lastEpoch,
                lastIngressTimeNs,
                recordsFound,
                recordsRewritten);
    }

    private long firstRecordPosition() {
        return snapshot == null ? 0 : records.positionBefore(firstRecordRead(snapshot.sequence()));
    }

    /** Sequence before which no record is read at a start from a snapshot. */
    public static long firstRecordRead(long snapshotSequence) {
        return Math.max(0, snapshotSequence - RECORDS_READ);
    }

    private long firstEventPosition() {
        if (snapshot == null) {
            return 0;
        }
        if (snapshot.journalPosition() > journalEnd) {
            throw new LogException(
                    journal.name()
                            + ": has lost acknowledged events: ends at position "
                            + journalEnd
                            + ", a snapshot holds those up to "
                            + snapshot.journalPosition());
        }
        return snapshot.journalPosition();
    }

    private boolean onRecord(
            long endPosition,
            long epoch,
            long sequence,
            long ingressTimeNs,
            DirectBuffer message,
            int offset,
            int length) {
        recordsFound++;
        lastRecordedSequence = sequence;
        lookup.onRecorded(sequence, endPosition);
        if (cache != null
                && header.wrap(message, offset).templateId() == DecisionRecordDecoder.TEMPLATE_ID) {
            decision.wrapAndApplyHeader(message, offset, header);
            decision.skipFeatures();
            decision.skipRulesFired();
            decision.skipShadowFired();
            decision.wrapBody(body);
            cache.put(sequence, body, 0, body.capacity());
        }
        return true;
    }

    private boolean onEvent(
            long endPosition,
            long epoch,
            long sequence,
            long ingressTimeNs,
            DirectBuffer message,
            int offset,
            int length) {
        JournalFollower.checkNext(journal, lastSequence, sequence, endPosition);
        engine.onEvent(epoch, sequence, ingressTimeNs, message, offset, length, result);
        if (sequence > lastRecordedSequence) {
            rewrite(epoch, sequence, ingressTimeNs);
        }
        lastSequence = sequence;
        lastEpoch = epoch;
        lastIngressTimeNs = ingressTimeNs;
        if (++events % ReplayProgress.INTERVAL == 0) {
            progress.onProgress(
                    events, endPosition, ReplayProgress.percent(endPosition, journalEnd));
        }
        return true;
    }

    private void rewrite(long epoch, long sequence, long ingressTimeNs) {
        int length = recorder.encode(epoch, sequence, ingressTimeNs, result);
        if (length == 0) {
            return;
        }
        long deadline = System.nanoTime() + APPEND_TIMEOUT_NS;
        long position;
        while ((position =
                        records.append(
                                epoch, sequence, ingressTimeNs, recorder.buffer(), 0, length))
                == Log.BACK_PRESSURED) {
            if (System.nanoTime() - deadline > 0) {
                throw new LogException(
                        records.name() + ": took no record for sequence " + sequence + " in time");
            }
            LockSupport.parkNanos(POLL_NS);
        }
        recordsRewritten++;
        lookup.onRecorded(sequence, position);
        if (cache != null && result.kind == EventResult.Kind.DECISION) {
            cache.put(sequence, result.body, 0, result.bodyLength);
        }
    }
}
