package dev.peregrine.replay.journal;

import dev.peregrine.scoring.log.LogException;
import io.aeron.CommonContext;
import io.aeron.archive.client.AeronArchive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the archive's catalogue says of a recording.
 *
 * @param stopTimeMs when it stopped; at or after the archive's start when the archive found it
 *     unstopped and worked the end out
 * @param stopPosition {@link AeronArchive#NULL_POSITION} while it is being recorded
 */
record Recording(
        long id,
        long startPosition,
        long stopPosition,
        long stopTimeMs,
        int initialTermId,
        int termLength,
        int segmentLength,
        int mtuLength,
        int streamId) {

    /**
     * The recording of a stream over ipc, if there is one.
     *
     * @throws LogException when there are several
     */
    static Optional<Recording> find(AeronArchive archive, String name, int streamId) {
        List<Recording> found = new ArrayList<>();
        archive.listRecordingsForUri(
                0,
                Integer.MAX_VALUE,
                CommonContext.IPC_CHANNEL,
                streamId,
                (session,
                        correlation,
                        id,
                        startTime,
                        stopTime,
                        start,
                        stop,
                        initialTermId,
                        segmentLength,
                        termLength,
                        mtu,
                        sessionId,
                        stream,
                        stripped,
                        original,
                        source) ->
                        found.add(
                                new Recording(
                                        id,
                                        start,
                                        stop,
                                        stopTime,
                                        initialTermId,
                                        termLength,
                                        segmentLength,
                                        mtu,
                                        stream)));
        if (found.size() > 1) {
            throw new LogException(
                    name + ": " + found.size() + " recordings of stream " + streamId + ", not one");
        }
        return found.stream().findFirst();
    }

    /** The same, beginning elsewhere. */
    Recording withStartPosition(long position) {
        return new Recording(
                id,
                position,
                stopPosition,
                stopTimeMs,
                initialTermId,
                termLength,
                segmentLength,
                mtuLength,
                streamId);
    }

    /** The same, ending elsewhere. */
    Recording withStopPosition(long position) {
        return new Recording(
                id,
                startPosition,
                position,
                stopTimeMs,
                initialTermId,
                termLength,
                segmentLength,
                mtuLength,
                streamId);
    }
}
