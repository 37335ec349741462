package dev.peregrine.replay.journal;

import dev.peregrine.scoring.log.Log;
import dev.peregrine.scoring.log.LogException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a log holds, from reading all of it; sequences, epochs and times are 0 when it is empty.
 *
 * @param endPosition bytes
 * @param firstIngressTimeNs epoch nanoseconds
 * @param lastIngressTimeNs epoch nanoseconds
 * @param records by the name of their message
 */
public record LogSummary(
        String name,
        long endPosition,
        long firstSequence,
        long lastSequence,
        long firstEpoch,
        long lastEpoch,
        long firstIngressTimeNs,
        long lastIngressTimeNs,
        SortedMap<String, Long> records) {

    /**
     * Reads a log, and checks every record. Blocks.
     *
     * @throws LogException when a record is damaged or missing
     */
    public static LogSummary of(Log log) {
        Reading reading = new Reading();
        long end =
                log.read(
                        0,
                        (position, epoch, sequence, ingressTimeNs, message, offset, length) -> {
                            if (reading.firstSequence == 0) {
                                reading.firstSequence = sequence;
                                reading.firstEpoch = epoch;
                                reading.firstIngressTimeNs = ingressTimeNs;
                            }
                            reading.lastSequence = sequence;
                            reading.lastEpoch = epoch;
                            reading.lastIngressTimeNs = ingressTimeNs;
                            reading.records.merge(RecordText.name(message, offset), 1L, Long::sum);
                            return true;
                        });
        return new LogSummary(
                log.name(),
                end,
                reading.firstSequence,
                reading.lastSequence,
                reading.firstEpoch,
                reading.lastEpoch,
                reading.firstIngressTimeNs,
                reading.lastIngressTimeNs,
                reading.records);
    }

    private static final class Reading {
        long firstSequence;
        long lastSequence;
        long firstEpoch;
        long lastEpoch;
        long firstIngressTimeNs;
        long lastIngressTimeNs;
        final SortedMap<String, Long> records = new TreeMap<>();
    }
}
