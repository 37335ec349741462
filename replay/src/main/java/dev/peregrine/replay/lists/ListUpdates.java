package dev.peregrine.replay.lists;

import dev.peregrine.policy.ListSpec;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.ListOperation;
import dev.peregrine.protocol.event.ControlEventEncoder;
import dev.peregrine.protocol.event.EventFieldException;
import dev.peregrine.replay.backtest.csv.RowException;
import java.io.IOException;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Makes the events that change one list of a tenant. One thread. */
public final class ListUpdates {
    private final ControlEventEncoder encoder = new ControlEventEncoder();
    private final MutableDirectBuffer buffer =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private final int tenantId;
    private final ListSpec list;
    private final String eventIds;
    private final long timeNs;

    /**
     * @param eventIds what the event ids begin with; other than in every earlier change, and at
     *     most 44 bytes
     * @param timeNs when it was decided, epoch nanoseconds
     */
    public ListUpdates(int tenantId, ListSpec list, String eventIds, long timeNs) {
        this.tenantId = tenantId;
        this.list = list;
        this.eventIds = eventIds;
        this.timeNs = timeNs;
    }

    /** Where events are written, from 0 on; changed by the next. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /**
     * Writes an event.
     *
     * @param number makes its id, with what all begin with
     * @param value empty for CLEAR
     * @param expiresNs 0 for none
     * @return its length
     * @throws EventFieldException when a field cannot be taken
     */
    public int encode(
            long number, ListOperation operation, String value, long expiresNs, String reason) {
        return encoder.listUpdate(
                buffer,
                0,
                tenantId,
                eventIds + number,
                timeNs,
                operation,
                list.match(),
                list.name(),
                value,
                expiresNs,
                reason);
    }

    /**
     * Goes through entries: each is put into {@link #buffer} as an event for the sink, by its line.
     *
     * @param reasons added to every reason
     * @throws RowException at the first row that cannot be used
     * @throws IOException when the entries cannot be read
     */
    public void puts(ListRows file, String reasons, Sink sink) throws IOException, RowException {
        while (file.next()) {
            int length;
            try {
                length =
                        encode(
                                file.line(),
                                ListOperation.PUT,
                                file.value(),
                                file.expiresNs(),
                                (file.reason() + reasons).strip());
            } catch (EventFieldException e) {
                String found = e.value().isEmpty() ? "" : e.value() + " ";
                throw file.error(e.field(), found + e.detail());
            }
            sink.onEvent(file.line(), length);
        }
    }

    /** Takes events as they are made. */
    @FunctionalInterface
    public interface Sink {
        /**
         * An event lies in {@link ListUpdates#buffer}.
         *
         * @param line of the file
         */
        void onEvent(long line, int length) throws RowException;
    }
}
