package dev.peregrine.latency.floor;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.SourceLocation;
import io.aeron.archive.status.RecordingPos;
import java.nio.file.Path;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.status.CountersReader;

/**
 * A publication that the archive records, and nothing else: the floor of a journal. One thread
 * offers; any may ask how much is recorded.
 */
public final class RecordedStream implements AutoCloseable {
    private static final int STREAM = 73;

    private final EchoMedia media;
    private final boolean ownsMedia;
    private final ExclusivePublication publication;
    private final CountersReader counters;
    private final int recordingCounter;

    /**
     * Starts a driver and an archive as a node has them, and the publication.
     *
     * @param directory where the archive writes
     */
    public static RecordedStream start(Path directory) {
        return new RecordedStream(new EchoMedia(directory), true);
    }

    RecordedStream(EchoMedia media) {
        this(media, false);
    }

    private RecordedStream(EchoMedia media, boolean ownsMedia) {
        this.media = media;
        this.ownsMedia = ownsMedia;
        AeronArchive archive = media.archive();
        publication =
                media.aeron()
                        .addExclusivePublication("aeron:ipc?term-length=16m|alias=journal", STREAM);
        archive.startRecording(
                "aeron:ipc?session-id=" + publication.sessionId(), STREAM, SourceLocation.LOCAL);
        counters = media.aeron().countersReader();
        int counter = CountersReader.NULL_COUNTER_ID;
        while (counter == CountersReader.NULL_COUNTER_ID) {
            counter =
                    RecordingPos.findCounterIdBySession(
                            counters, publication.sessionId(), archive.archiveId());
            Thread.onSpinWait();
        }
        recordingCounter = counter;
    }

    /**
     * Appends a message. Spins while there is no room.
     *
     * @return the position after it
     * @throws IllegalStateException when the publication has ended
     */
    public long append(DirectBuffer buffer, int offset, int length) {
        long position;
        while ((position = publication.offer(buffer, offset, length)) < 0) {
            if (position == Publication.CLOSED || position == Publication.MAX_POSITION_EXCEEDED) {
                throw new IllegalStateException("publication ended: " + position);
            }
            Thread.onSpinWait();
        }
        return position;
    }

    /** Everything before this position is written. */
    public long recordedPosition() {
        return counters.getCounterValue(recordingCounter);
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(publication, ownsMedia ? media : null);
    }
}
