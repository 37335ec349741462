package dev.peregrine.scoring.pipeline;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * In a JFR recording: an event whose way through the node took longer than it should. One object is
 * used again for each; while nothing is recorded it costs a look at a flag.
 */
@Name("dev.peregrine.SlowEvent")
@Label("Slow event")
@Description("An event that took longer than latency.slow, and the stage that took most of it")
@Category("Peregrine")
@StackTrace(false)
final class SlowEvent extends Event {
    @Label("Sequence")
    long sequence;

    @Label("Epoch")
    long epoch;

    @Label("Slowest stage")
    String stage;

    @Label("Total")
    @Timespan(Timespan.NANOSECONDS)
    long total;

    @Label("Ingest")
    @Timespan(Timespan.NANOSECONDS)
    long ingest;

    @Label("Journal")
    @Timespan(Timespan.NANOSECONDS)
    long journal;

    @Label("Engine")
    @Timespan(Timespan.NANOSECONDS)
    long engine;

    @Label("Durable wait")
    @Timespan(Timespan.NANOSECONDS)
    long durableWait;

    @Label("Publish")
    @Timespan(Timespan.NANOSECONDS)
    long publish;

    @Label("Reply")
    @Timespan(Timespan.NANOSECONDS)
    long reply;

    /** Writes an event's way into the recording, if there is one, with the time of its end. */
    void report(EventSlot slot) {
        if (!isEnabled()) {
            return;
        }
        sequence = slot.sequence;
        epoch = slot.epoch;
        stage = Stage.slowest(slot).label();
        total = Stage.TOTAL.durationNs(slot);
        ingest = Stage.INGEST.durationNs(slot);
        journal = Stage.JOURNAL.durationNs(slot);
        engine = Stage.ENGINE.durationNs(slot);
        durableWait = Stage.DURABLE_WAIT.durationNs(slot);
        publish = Stage.PUBLISH.durationNs(slot);
        reply = Stage.REPLY.durationNs(slot);
        begin();
        end();
        commit();
    }
}
