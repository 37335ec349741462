package dev.peregrine.latency.peers;

/**
 * The run that this JVM's peer is in: its functions are copied by serialization, and find here what
 * cannot be. Set before the job is started, read by its threads.
 *
 * @param rows what goes in
 * @param schedule when
 * @param sink where results go
 */
public record RunInHand(PaymentRows rows, Schedule schedule, ResultSink sink) {
    private static volatile RunInHand current;

    /** Makes it the current one. */
    public static void begin(PaymentRows rows, Schedule schedule, ResultSink sink) {
        current = new RunInHand(rows, schedule, sink);
    }

    /** The current one. */
    public static RunInHand get() {
        return current;
    }
}
