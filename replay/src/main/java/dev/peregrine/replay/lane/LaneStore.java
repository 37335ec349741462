package dev.peregrine.replay.lane;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the side lane keeps what it finds. Used by the lane's thread; blocks on the disk. */
public interface LaneStore {
    /**
     * A payment that has a record.
     *
     * @param tenantId owner
     * @param eventId the payment's event id
     */
    record Key(int tenantId, String eventId) {}

    /** The record of a payment, as JSON in UTF-8. */
    Optional<byte[]> find(Key key);

    /** The summary that was written last; empty for none. */
    Optional<byte[]> summary();

    /**
     * Writes records and the summary that counts them, all of it or nothing.
     *
     * @param summary as JSON in UTF-8
     */
    void write(Map<Key, byte[]> records, byte[] summary);

    /** A file for what challengers have learned; in a directory that is there. */
    Path learned();

    /** Forgets everything but that file. */
    void clear();
}
