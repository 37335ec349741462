package dev.peregrine.replay.backtest.csv;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.replay.backtest.metrics.Outcome;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Rows of a file in their order, read and encoded. Preallocated; passes from the reading thread to
 * the scoring one and back. Index i of each array belongs to row i.
 */
public final class RowBatch {
    /** Greatest number of rows. */
    public static final int MAX_ROWS = 1024;

    private static final int BUFFER_LENGTH = 256 * 1024;

    /** The rows' Transaction messages. */
    public final UnsafeBuffer messages = new UnsafeBuffer(new byte[BUFFER_LENGTH]);

    public final int[] offset = new int[MAX_ROWS];
    public final int[] length = new int[MAX_ROWS];
    public final long[] line = new long[MAX_ROWS];
    public final int[] eventIdColumn = new int[MAX_ROWS];
    public final int[] timeColumn = new int[MAX_ROWS];
    public final long[] eventTimeNs = new long[MAX_ROWS];

    /** When it came in; of a file's row, its event time. */
    public final long[] ingressTimeNs = new long[MAX_ROWS];

    /** False for what is run through the engine and not measured: no row of a file is. */
    public final boolean[] decides = new boolean[MAX_ROWS];

    public final long[] amountMinor = new long[MAX_ROWS];

    /** What became of it, as the file says. */
    public final Outcome[] outcome = new Outcome[MAX_ROWS];

    /** When that was known, or would have been. */
    public final long[] knownAtNs = new long[MAX_ROWS];

    /** The card, account or customer, as a 128-bit hash; 0 in both where there is none. */
    public final long[] cardHigh = new long[MAX_ROWS];

    public final long[] cardLow = new long[MAX_ROWS];
    public final int[] merchantCategory = new int[MAX_ROWS];
    public final int[] merchantCountry = new int[MAX_ROWS];
    public final int[] channel = new int[MAX_ROWS];

    /** Rows as they lie in the file, where {@link #keepRaw} says so. */
    public final String[] raw = new String[MAX_ROWS];

    /** The file. */
    public Path file;

    /** Whether {@link #raw} is filled. Costs time. */
    public boolean keepRaw;

    /** What is wrong with a row; null where it is good. The row's other entries are then unset. */
    public final RowException[] error = new RowException[MAX_ROWS];

    private int size;
    private int used;

    /** Bytes of the file, as it lies on the disk, that had been read when this batch was full. */
    public long bytesRead;

    /** True when nothing comes after this batch. */
    public boolean last;

    /** Why nothing comes after this batch; null for the file's end. */
    public RowException failure;

    /** The file to which the failure belongs. */
    public Path failureFile;

    /** Number of rows, bad ones included. */
    public int size() {
        return size;
    }

    /** Empties the batch. */
    public void clear() {
        size = 0;
        used = 0;
        last = false;
        failure = null;
    }

    /** True when another row may be added. */
    public boolean hasRoom() {
        return size < MAX_ROWS && BUFFER_LENGTH - used >= ProtocolLimits.MAX_EVENT_LENGTH;
    }

    /** Adds the record at which the reader stands. */
    public void add(RowReader row, TransactionRowAdapter adapter) {
        try {
            int bytes = adapter.encode(row, messages, used);
            int i = size;
            offset[i] = used;
            length[i] = bytes;
            line[i] = row.line();
            eventIdColumn[i] = adapter.eventIdColumn(row);
            timeColumn[i] = adapter.timeColumn(row);
            eventTimeNs[i] = adapter.eventTimeNs();
            ingressTimeNs[i] = eventTimeNs[i];
            decides[i] = true;
            amountMinor[i] = adapter.amountMinor();
            outcome[i] = adapter.outcome();
            knownAtNs[i] = adapter.knownAtNs();
            cardHigh[i] = adapter.cardHigh();
            cardLow[i] = adapter.cardLow();
            merchantCategory[i] = adapter.merchantCategory();
            merchantCountry[i] = adapter.merchantCountry();
            channel[i] = adapter.channel();
            raw[i] = keepRaw ? row.raw() : null;
            error[i] = null;
            used += bytes;
            size++;
        } catch (RowException e) {
            add(e, keepRaw ? row.raw() : null);
        }
    }

    /**
     * Adds an event of a journal.
     *
     * @return its row, whose other entries are the caller's to fill
     */
    public int add(DirectBuffer message, int from, int bytes, long ingressNs, boolean decision) {
        int i = size++;
        messages.putBytes(used, message, from, bytes);
        offset[i] = used;
        length[i] = bytes;
        ingressTimeNs[i] = ingressNs;
        decides[i] = decision;
        error[i] = null;
        raw[i] = null;
        used += bytes;
        return i;
    }

    /** Adds a bad row. */
    public void add(RowException e, String text) {
        raw[size] = text;
        error[size++] = e;
    }

    /** Nothing comes after this batch, for a reason that lies in a file. */
    public void end(Path in, RowException reason) {
        last = true;
        failure = reason;
        failureFile = in;
    }
}
