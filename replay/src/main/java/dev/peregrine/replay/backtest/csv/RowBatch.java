package dev.peregrine.replay.backtest.csv;

import dev.peregrine.protocol.ProtocolLimits;
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
    public final long[] amountMinor = new long[MAX_ROWS];
    public final boolean[] fraud = new boolean[MAX_ROWS];

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
    public void add(CsvReader row, TransactionRowAdapter adapter) {
        try {
            int bytes = adapter.encode(row, messages, used);
            int i = size;
            offset[i] = used;
            length[i] = bytes;
            line[i] = row.line();
            eventIdColumn[i] = adapter.eventIdColumn(row);
            timeColumn[i] = adapter.timeColumn(row);
            eventTimeNs[i] = adapter.eventTimeNs();
            amountMinor[i] = adapter.amountMinor();
            fraud[i] = adapter.fraud();
            error[i] = null;
            used += bytes;
            size++;
        } catch (RowException e) {
            add(e);
        }
    }

    /** Adds a bad row. */
    public void add(RowException e) {
        error[size++] = e;
    }
}
