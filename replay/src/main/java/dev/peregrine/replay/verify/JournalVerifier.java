package dev.peregrine.replay.verify;

import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.StateHashRequestEncoder;
import dev.peregrine.protocol.event.ControlEventEncoder;
import dev.peregrine.replay.recovery.EngineInput;
import dev.peregrine.replay.recovery.ReplayProgress;
import dev.peregrine.replay.snapshot.JournalFollower;
import dev.peregrine.replay.snapshot.SnapshotManifest;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.log.Log;
import dev.peregrine.scoring.pipeline.ResultRecorder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * Runs a journal through a fresh engine and compares what it gives with what was recorded, byte for
 * byte: decision bodies, the bits of every feature, rules fired, refusals, state hashes. Where the
 * beginning of the records was taken away, it compares from the first one that is there.
 *
 * <p>Writes nothing. Blocks until done. One thread.
 */
public final class JournalVerifier {
    private static final String NO_RECORD = "no record";

    private final EngineInput engine;
    private final RecordFeed feed;
    private final long comparedFrom;
    private final ReplayProgress progress;
    private final long journalEnd;
    private final ResultRecorder recorder = new ResultRecorder();
    private final Log journal;
    private final EventResult result = new EventResult();
    private final RecordComparison comparison = new RecordComparison();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final List<Difference> differences = new ArrayList<>();
    private long differenceCount;
    private long events;
    private long decisions;
    private long refusals;
    private long stateHashes;
    private long missingAtEnd;
    private long lastSequence;
    private long lastEpoch;
    private long lastIngressTimeNs;

    private JournalVerifier(
            Log journal,
            Log records,
            EngineInput engine,
            long sequenceBefore,
            ReplayProgress progress) {
        this.journal = journal;
        this.engine = engine;
        this.feed = new RecordFeed(records, sequenceBefore + 1);
        this.comparedFrom = records.startPosition() > 0 && feed.hasNext() ? feed.sequence() : 0;
        this.lastSequence = sequenceBefore;
        this.progress = progress;
        this.journalEnd = journal.durablePosition();
    }

    /**
     * Verifies.
     *
     * @param engine as new, of the same configuration and key secret as the one that recorded
     * @throws dev.peregrine.scoring.log.LogException when a log is damaged
     */
    public static VerificationReport verify(
            Log journal, Log records, EngineInput engine, ReplayProgress progress) {
        JournalVerifier verifier = new JournalVerifier(journal, records, engine, 0, progress);
        journal.read(0, verifier::onEvent);
        return verifier.finish();
    }

    /**
     * Verifies what comes after a snapshot: for a journal whose beginning was trimmed.
     *
     * @param engine holds the snapshot
     * @throws dev.peregrine.scoring.log.LogException when a log is damaged
     */
    public static VerificationReport verifyFrom(
            SnapshotManifest snapshot,
            Log journal,
            Log records,
            EngineInput engine,
            ReplayProgress progress) {
        JournalVerifier verifier =
                new JournalVerifier(journal, records, engine, snapshot.sequence(), progress);
        journal.read(snapshot.journalPosition(), verifier::onEvent);
        return verifier.finish();
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
        if (sequence >= comparedFrom) {
            refuseRecordsBefore(sequence);
            compare(sequence, recorder.encode(epoch, sequence, ingressTimeNs, result));
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

    private void compare(long sequence, int expectedLength) {
        boolean ended = !feed.hasNext();
        boolean recorded = !ended && feed.sequence() == sequence;
        if (expectedLength == 0) {
            refuseRecordsBefore(sequence + 1);
        } else if (ended) {
            missingAtEnd++;
        } else if (!recorded) {
            differ(new Difference(sequence, "record", NO_RECORD, result.kind.toString()));
        } else {
            Difference difference =
                    comparison.compare(
                            sequence,
                            feed.buffer(),
                            feed.offset(),
                            feed.length(),
                            recorder.buffer(),
                            0,
                            expectedLength);
            feed.advance();
            if (difference == null) {
                countEqual();
            } else {
                differ(difference);
            }
        }
    }

    private void countEqual() {
        switch (result.kind) {
            case DECISION -> decisions++;
            case REFUSED -> refusals++;
            default -> stateHashes++;
        }
    }

    private void refuseRecordsBefore(long sequence) {
        while (feed.hasNext() && feed.sequence() < sequence) {
            int templateId = header.wrap(feed.buffer(), feed.offset()).templateId();
            differ(
                    new Difference(
                            feed.sequence(),
                            "record",
                            RecordComparison.kind(templateId),
                            NO_RECORD));
            feed.advance();
        }
    }

    private void differ(Difference difference) {
        differenceCount++;
        if (differences.size() < VerificationReport.MAX_LISTED) {
            differences.add(difference);
        }
    }

    private VerificationReport finish() {
        refuseRecordsBefore(Long.MAX_VALUE);
        progress.onProgress(events, journalEnd, ReplayProgress.percent(journalEnd, journalEnd));
        return new VerificationReport(
                events,
                decisions,
                refusals,
                stateHashes,
                missingAtEnd,
                differenceCount,
                differences,
                lastSequence,
                finalHash());
    }

    /** Asks the engine as the running node would be asked: by an event, which has no effect. */
    private String finalHash() {
        ExpandableArrayBuffer request = new ExpandableArrayBuffer();
        int length = new ControlEventEncoder().stateHashRequest(request, 0, 0, "verify");
        engine.onEvent(lastEpoch, lastSequence + 1, lastIngressTimeNs, request, 0, length, result);
        if (result.kind != EventResult.Kind.STATE_HASH) {
            throw new IllegalStateException(
                    "message " + StateHashRequestEncoder.TEMPLATE_ID + " gave " + result.kind);
        }
        long[] hash = result.hash;
        return RecordComparison.hex(hash[0], hash[1])
                + " "
                + RecordComparison.hex(hash[2], hash[3])
                + " "
                + RecordComparison.hex(hash[4], hash[5]);
    }
}
