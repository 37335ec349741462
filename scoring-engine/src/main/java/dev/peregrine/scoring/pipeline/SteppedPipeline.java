package dev.peregrine.scoring.pipeline;

import java.util.stream.Stream;
import org.agrona.DirectBuffer;

/**
 * A pipeline whose stages move only when they are told to, each by one event, on the caller's
 * thread: for simulations that explore in which order the stages may get on. The stages are those
 * of {@link Pipeline}, in the arrangement that has a thread for each.
 *
 * <p>What a stage throws reaches the caller; the pipeline is not to be used afterwards.
 */
public final class SteppedPipeline implements EventSink {
    /** Who can be told to move. */
    public enum Stage {
        /** Appends to the journal. */
        JOURNAL,
        /** Runs the engine. */
        SCORE,
        /** Waits for the journal to be durable, and answers. */
        PUBLISH
    }

    private final PipelineMetrics metrics = new PipelineMetrics();
    private final EventSlot[] slots;
    private final Sequencer sequencer;
    private final JournalStage journal;
    private final ScoreStage score;
    private final PublishStage publish;
    private long offered;
    private long journaled;
    private long scored;
    private long published;

    public SteppedPipeline(PipelineContext context) {
        context.conclude();
        slots = Stream.generate(EventSlot::new).limit(context.ringSize()).toArray(EventSlot[]::new);
        sequencer = new Sequencer(context);
        PipelineState state = new PipelineState(context.failureHandler());
        journal = new JournalStage(context, state, new StageClock(context.clock()));
        score = new ScoreStage(context, state, new StageClock(context.clock()), metrics.state());
        publish = new PublishStage(context, state, new StageClock(context.clock()), metrics);
    }

    @Override
    public boolean offer(
            long sessionId, long correlationId, DirectBuffer message, int offset, int length) {
        if (offered - published == slots.length) {
            return false;
        }
        sequencer.fill(slot(offered), offered, sessionId, correlationId, message, offset, length);
        offered++;
        return true;
    }

    /** What the stages have counted. */
    public PipelineMetrics metrics() {
        return metrics;
    }

    /** True when every event offered so far has been answered. */
    public boolean isDrained() {
        return published == offered;
    }

    /**
     * Moves a stage on by one event.
     *
     * @return false when there is none for it yet
     */
    public boolean step(Stage stage) throws Exception {
        switch (stage) {
            case JOURNAL -> {
                if (journaled == offered) {
                    return false;
                }
                journal.onEvent(slot(journaled), journaled, journaled + 1 == offered);
                journaled++;
            }
            case SCORE -> {
                if (scored == offered) {
                    return false;
                }
                score.onEvent(slot(scored), scored, scored + 1 == offered);
                scored++;
            }
            case PUBLISH -> {
                long ready = Math.min(journaled, scored);
                if (published == ready) {
                    return false;
                }
                publish.onEvent(slot(published), published, published + 1 == ready);
                published++;
            }
        }
        return true;
    }

    private EventSlot slot(long at) {
        return slots[(int) (at & (slots.length - 1))];
    }
}
