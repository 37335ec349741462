package dev.peregrine.scoring.pipeline;

import com.lmax.disruptor.EventHandler;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.log.Log;
import org.agrona.concurrent.IdleStrategy;

/**
 * Lets answers out: waits until the journal covers the event, appends the decision record, answers.
 * A whole batch becomes durable at once, so one wait serves many events.
 */
final class PublishStage implements EventHandler<EventSlot> {
    private final Log journal;
    private final Log records;
    private final Egress egress;
    private final DecisionLookup lookup;
    private final DecisionCache cache;
    private final StageClock clock;
    private final IdleStrategy idle;
    private final PipelineState state;
    private final PipelineMetrics metrics;
    private final PoisonListener poisonListener;
    private final ResultRecorder recorder = new ResultRecorder();
    private final DecisionBodyDecoder body = new DecisionBodyDecoder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final SlowEvent slowEvent = new SlowEvent();
    private final long slowNs;
    private long durablePosition;

    PublishStage(
            PipelineContext context,
            PipelineState state,
            StageClock clock,
            PipelineMetrics metrics) {
        journal = context.journal();
        records = context.records();
        egress = context.egress();
        lookup = context.lookup();
        cache = context.cache();
        this.clock = clock;
        slowNs = context.slowNs();
        idle = context.newIdleStrategy();
        this.state = state;
        this.metrics = metrics;
        poisonListener = context.poisonListener();
    }

    @Override
    public void onEvent(EventSlot slot, long ringSequence, boolean endOfBatch) {
        if (state.failed()) {
            return;
        }
        while (!tryPublish(slot)) {
            state.checkRunning();
            idle.idle();
        }
        idle.reset();
    }

    /**
     * Lets an answer out, if the journal covers its event.
     *
     * @return false when the event is not yet durable
     */
    boolean tryPublish(EventSlot slot) {
        if (durablePosition >= slot.journalPosition) {
            slot.durableNanos = clock.begin(Math.max(slot.scoreEndNanos, slot.journalEndNanos));
        } else {
            durablePosition = journal.durablePosition();
            if (durablePosition < slot.journalPosition) {
                return false;
            }
            slot.durableNanos = clock.end();
        }
        publish(slot);
        return true;
    }

    private void publish(EventSlot slot) {
        record(slot);
        slot.recordedNanos = clock.end();
        int action = 0;
        if (slot.result.kind == EventResult.Kind.DECISION) {
            body.wrapAndApplyHeader(slot.result.body, 0, header);
            action = body.actionRaw();
            cache.put(slot.sequence, slot.result.body, 0, slot.result.bodyLength);
        }
        metrics.onResult(slot, action);
        if (slot.result.poison != null) {
            poisonListener.onPoison(slot.epoch, slot.sequence, slot.result.poison);
        }
        answer(slot);
        slot.repliedNanos = clock.end();
        metrics.onReplied(slot);
        if (slot.repliedNanos - slot.receivedNanos >= slowNs) {
            slowEvent.report(slot);
        }
    }

    private void record(EventSlot slot) {
        int length = recorder.encode(slot.epoch, slot.sequence, slot.ingressTimeNs, slot.result);
        if (length == 0) {
            return;
        }
        long position;
        while ((position =
                        records.append(
                                slot.epoch,
                                slot.sequence,
                                slot.ingressTimeNs,
                                recorder.buffer(),
                                0,
                                length))
                == Log.BACK_PRESSURED) {
            state.checkRunning();
            idle.idle();
        }
        idle.reset();
        lookup.onRecorded(slot.sequence, position);
    }

    private void answer(EventSlot slot) {
        if (slot.result.kind != EventResult.Kind.DUPLICATE_DECISION) {
            egress.onResult(slot);
        } else if (cache.find(slot.result.originalSequence)) {
            egress.onReplayedDecision(slot, cache.buffer(), cache.offset(), cache.length());
        } else {
            lookUp(slot);
        }
    }

    private void lookUp(EventSlot slot) {
        boolean found =
                lookup.find(
                        slot.result.originalSequence,
                        (buffer, offset, length) ->
                                egress.onReplayedDecision(slot, buffer, offset, length));
        if (!found) {
            egress.onDecisionUnavailable(slot);
        }
    }
}
