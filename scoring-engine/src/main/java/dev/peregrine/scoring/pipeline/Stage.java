package dev.peregrine.scoring.pipeline;

/**
 * A part of an event's way through the node. In preset shared, where journal and engine take turns
 * on one thread, the stages follow each other, and their times add up to {@link #TOTAL}; in preset
 * low-latency {@link #JOURNAL} and {@link #ENGINE} run side by side.
 */
public enum Stage {
    /** From the ingress stamp until the journal stage took the event. */
    INGEST("ingest", "from the ingress stamp until the journal stage took the event"),
    /** Appending to the journal. */
    JOURNAL("journal", "appending the event to the journal"),
    /** In the engine. */
    ENGINE("engine", "identity, features, models, rules, decision"),
    /** From the end of journal and engine until the event was durable. */
    DURABLE_WAIT("durable_wait", "waiting until the journal has it as durable as configured"),
    /** Appending the decision record. */
    PUBLISH("publish", "appending the decision record"),
    /** Encoding the answer and handing it to the transport. */
    REPLY("reply", "encoding the answer and handing it to the transport"),
    /** From the ingress stamp until the answer was handed to the transport. */
    TOTAL("total", "from the ingress stamp until the answer was handed to the transport");

    private static final Stage[] ALL = values();

    private final String label;
    private final String includes;

    Stage(String label, String includes) {
        this.label = label;
        this.includes = includes;
    }

    /** Name in metrics, logs and reports. */
    public String label() {
        return label;
    }

    /** What the stage covers, for people. */
    public String includes() {
        return includes;
    }

    /** How long an event that has been answered was in the stage, nanoseconds; may be negative. */
    long durationNs(EventSlot slot) {
        return switch (this) {
            case INGEST -> slot.journalStartNanos - slot.receivedNanos;
            case JOURNAL -> slot.journalEndNanos - slot.journalStartNanos;
            case ENGINE -> slot.scoreEndNanos - slot.scoreStartNanos;
            case DURABLE_WAIT ->
                    slot.durableNanos - Math.max(slot.scoreEndNanos, slot.journalEndNanos);
            case PUBLISH -> slot.recordedNanos - slot.durableNanos;
            case REPLY -> slot.repliedNanos - slot.recordedNanos;
            case TOTAL -> slot.repliedNanos - slot.receivedNanos;
        };
    }

    /** The part of an answered event's way that took longest. */
    static Stage slowest(EventSlot slot) {
        Stage slowest = INGEST;
        for (int i = 1; i < ALL.length - 1; i++) {
            if (ALL[i].durationNs(slot) > slowest.durationNs(slot)) {
                slowest = ALL[i];
            }
        }
        return slowest;
    }
}
