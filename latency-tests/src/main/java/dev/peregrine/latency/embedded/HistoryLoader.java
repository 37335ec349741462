package dev.peregrine.latency.embedded;

import dev.peregrine.client.ClientListener;
import dev.peregrine.latency.simulator.EventWriter;
import dev.peregrine.latency.simulator.SimulatedEvent;
import dev.peregrine.latency.simulator.TrafficSimulator;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.EventAckDecoder;
import dev.peregrine.protocol.codec.EventRejectedDecoder;
import dev.peregrine.protocol.codec.RejectCode;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sends a simulator's history through a session, as fast as the node takes it, with a bounded
 * number of events in flight. Blocks until the last is answered. One thread.
 */
public final class HistoryLoader implements ClientListener {
    private static final int WINDOW = 1024;
    private static final int PROGRESS_EVERY = 512;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private final IdleStrategy idle = new BackoffIdleStrategy(10, 10, 1_000, 100_000);
    private final TrafficClient client;
    private long sent;
    private long answered;
    private long unknownTargets;
    private String refusal;

    public HistoryLoader(TrafficClient client) {
        this.client = client;
    }

    /** Hears how far the loading has got. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Called every few hundred events.
         *
         * @param timeNs time of the latest event
         * @param events events sent
         */
        void onProgress(long timeNs, long events);
    }

    /**
     * Loads the whole history.
     *
     * @return events sent
     * @throws UserException when the node refuses an event or ends the session
     */
    public long load(TrafficSimulator simulator, EventWriter writer, Progress progress) {
        client.listen(this);
        SimulatedEvent event;
        while ((event = simulator.nextOfHistory()) != null) {
            int length = writer.write(event, buffer, 0);
            while (sent - answered >= WINDOW || !client.offer(sent, buffer, length)) {
                idle.idle(client.poll());
                check();
            }
            sent++;
            client.poll();
            check();
            if (sent % PROGRESS_EVERY == 0) {
                progress.onProgress(event.timeNs, sent);
            }
        }
        while (answered < sent) {
            idle.idle(client.poll());
            check();
        }
        return sent;
    }

    /** Events about transactions that the node did not keep. */
    public long unknownTargets() {
        return unknownTargets;
    }

    @Override
    public void onAck(long correlationId, EventAckDecoder ack) {
        answered++;
    }

    @Override
    public void onRejected(long correlationId, EventRejectedDecoder rejected) {
        answered++;
        if (rejected.code() == RejectCode.UNKNOWN_TARGET) {
            unknownTargets++;
        } else if (refusal == null) {
            refusal = rejected.code() + " " + rejected.field();
        }
    }

    private void check() {
        if (refusal != null) {
            throw new UserException(
                    ExitCode.FAILURE, "the node refused an event of the history: " + refusal);
        }
    }
}
