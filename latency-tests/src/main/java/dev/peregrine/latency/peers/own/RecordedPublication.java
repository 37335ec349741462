package dev.peregrine.latency.peers.own;

import dev.peregrine.latency.floor.RecordedStream;
import dev.peregrine.latency.peers.Contender;
import dev.peregrine.latency.peers.PaymentRows;
import dev.peregrine.latency.peers.ResultSink;
import dev.peregrine.latency.peers.Schedule;
import java.nio.file.Path;
import java.util.Map;

/**
 * The node's messages through a recorded Aeron publication, and nothing done with them: the most
 * that a journal takes. A row is done when the archive has written its message.
 */
public final class RecordedPublication implements Contender {
    private static final int BATCH = 64;

    /** Takes no settings. */
    public RecordedPublication(Map<String, String> settings) {}

    @Override
    public Map<String, String> configuration() {
        return Map.of(
                "transport", "Aeron ipc, driver and archive as the node has them",
                "durability", "recorded: survives a kill of the process");
    }

    @Override
    public void run(PaymentRows rows, Schedule schedule, ResultSink sink, Path work) {
        HandbookEvents events = new HandbookEvents(rows, 0);
        long[] positions = new long[rows.size()];
        int done = 0;
        try (RecordedStream stream = RecordedStream.start(work.resolve("archive"))) {
            schedule.begin();
            int sent = 0;
            for (int i = 0; i < events.size(); i++) {
                int row = events.row(i);
                while (row != HandbookEvents.LABEL && !schedule.isDue(row)) {
                    done = deliver(stream, positions, done, sent, sink);
                }
                long position = stream.append(events.buffer(i), events.offset(i), events.length(i));
                if (row != HandbookEvents.LABEL) {
                    positions[row] = position;
                    sent = row + 1;
                    if (sent % BATCH == 0) {
                        done = deliver(stream, positions, done, sent, sink);
                    }
                }
            }
            while (done < rows.size()) {
                done = deliver(stream, positions, done, rows.size(), sink);
            }
            sink.ended();
        }
    }

    private static int deliver(
            RecordedStream stream, long[] positions, int from, int sent, ResultSink sink) {
        long recorded = stream.recordedPosition();
        int done = from;
        while (done < sent && positions[done] <= recorded) {
            sink.delivered(done);
            done++;
        }
        return done;
    }
}
