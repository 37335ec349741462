package dev.peregrine.replay.backtest.metrics;

import dev.peregrine.replay.backtest.checkpoint.StateValues;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A ranking by any number, such as a model's margin. Exact whatever the length of the input: holds
 * a run of transactions at a time, sorts it, writes it to a temporary file and merges the runs at
 * the end. One thread; blocks on the disk.
 *
 * <p>A transaction is 16 bytes in a run: its rank as a whole number of the same order, then amount
 * and outcome.
 */
public final class RankStore implements Ranking, Closeable {
    private static final int RUN_LENGTH = 1 << 20;
    private static final int ENTRY = 16;
    private static final int PIECE_BYTES = 4096 * ENTRY;
    private static final Outcome[] OUTCOMES = Outcome.values();

    private final Path file;
    private final int runLength;
    private final Cell total = new Cell();
    private final List<Long> runEnds = new ArrayList<>();
    private long[] keys;
    private long[] values;
    private int size;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    private FileChannel channel;
    private boolean kept;

    /**
     * @param file temporary file for what does not fit into memory; deleted on close
     */
    public RankStore(Path file) {
        this(file, RUN_LENGTH);
    }

    RankStore(Path file, int runLength) {
        this.file = file;
        this.runLength = runLength;
        keys = new long[Math.min(1024, runLength)];
        values = new long[keys.length];
    }

    @Override
    public void add(double rank, Outcome outcome, long amountMinor) throws IOException {
        if (size == runLength) {
            spill();
        }
        if (size == keys.length) {
            int length = Math.min(runLength, 2 * size);
            keys = Arrays.copyOf(keys, length);
            values = Arrays.copyOf(values, length);
        }
        keys[size] = sortable(rank);
        values[size++] = (amountMinor << 2) | outcome.code();
        total.add(outcome, amountMinor);
    }

    @Override
    public Cell total() {
        return total;
    }

    @Override
    public void descending(CellVisitor visitor) throws IOException {
        Merge merge = new Merge(visitor);
        if (runEnds.isEmpty()) {
            RadixSort.descending(keys, values, size);
            for (int i = 0; i < size; i++) {
                merge.take(keys[i], values[i]);
            }
        } else {
            spill();
            merge.run(cursors());
        }
        merge.finish();
    }

    /**
     * Puts what is not in the file into a checkpoint, and forces the file to the disk. What is
     * added to the file later is cut off by {@link #load}.
     */
    void save(StateSink sink) throws IOException {
        if (channel != null) {
            channel.force(false);
        }
        total.save(sink);
        sink.putLong(runEnds.size());
        for (long end : runEnds) {
            sink.putLong(end);
        }
        sink.putLong(size);
        for (int i = 0; i < size; i++) {
            sink.putLong(keys[i]);
            sink.putLong(values[i]);
        }
    }

    /**
     * Goes on with a file and what {@link #save} put.
     *
     * @throws IOException when the file is not there, or shorter than it was
     */
    void load(StateSource source) throws IOException {
        total.load(source);
        int runs = StateValues.getInt(source);
        for (int i = 0; i < runs; i++) {
            runEnds.add(source.getLong());
        }
        size = StateValues.getInt(source);
        keys = new long[Math.max(size, keys.length)];
        values = new long[keys.length];
        for (int i = 0; i < size; i++) {
            keys[i] = source.getLong();
            values[i] = source.getLong();
        }
        if (!runEnds.isEmpty()) {
            long end = runEnds.get(runEnds.size() - 1);
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (channel.size() < end) {
                throw new IOException(file + " is shorter than what was written");
            }
            channel.truncate(end).position(end);
        }
    }

    /** Sees to it that {@link #close} leaves the file, for another process to go on with. */
    void keepFile() {
        kept = true;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            if (!kept) {
                Files.deleteIfExists(file);
            }
        }
    }

    private List<Cursor> cursors() throws IOException {
        List<Cursor> cursors = new ArrayList<>();
        long start = 0;
        for (long end : runEnds) {
            cursors.add(new Cursor(start, end));
            start = end;
        }
        return cursors;
    }

    private void spill() throws IOException {
        if (channel == null) {
            channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
        }
        RadixSort.descending(keys, values, size);
        piece.clear();
        for (int i = 0; i < size; i++) {
            if (!piece.hasRemaining()) {
                writePiece();
            }
            piece.putLong(keys[i]).putLong(values[i]);
        }
        writePiece();
        runEnds.add(channel.position());
        size = 0;
    }

    private void writePiece() throws IOException {
        piece.flip();
        while (piece.hasRemaining()) {
            channel.write(piece);
        }
        piece.clear();
    }

    /** A number that orders as the rank does; 0.0 and -0.0 are one rank. */
    private static long sortable(double rank) {
        long bits = Double.doubleToLongBits(rank + 0.0);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    private static double rank(long sortable) {
        return Double.longBitsToDouble(sortable ^ ((sortable >> 63) & Long.MAX_VALUE));
    }

    /** A run, read a piece at a time. */
    private final class Cursor implements Comparable<Cursor> {
        private final ByteBuffer buffer = ByteBuffer.allocate(PIECE_BYTES).limit(0);
        private long position;
        private final long end;
        private long key;
        private long value;

        private Cursor(long start, long end) {
            this.position = start;
            this.end = end;
        }

        private boolean advance() throws IOException {
            if (!buffer.hasRemaining()) {
                if (position == end) {
                    return false;
                }
                buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
                while (buffer.hasRemaining()) {
                    int read = channel.read(buffer, position);
                    if (read < 0) {
                        throw new IOException(file + " is shorter than what was written");
                    }
                    position += read;
                }
                buffer.flip();
            }
            key = buffer.getLong();
            value = buffer.getLong();
            return true;
        }

        @Override
        public int compareTo(Cursor other) {
            return Long.compare(other.key, key);
        }
    }

    /** Gathers what has the same rank. */
    private static final class Merge {
        private final CellVisitor visitor;
        private final Cell cell = new Cell();
        private long cellKey;

        private Merge(CellVisitor visitor) {
            this.visitor = visitor;
        }

        private void run(List<Cursor> cursors) throws IOException {
            PriorityQueue<Cursor> queue = new PriorityQueue<>();
            for (Cursor cursor : cursors) {
                if (cursor.advance()) {
                    queue.add(cursor);
                }
            }
            while (!queue.isEmpty()) {
                Cursor first = queue.remove();
                take(first.key, first.value);
                if (first.advance()) {
                    queue.add(first);
                }
            }
        }

        private void take(long key, long value) {
            if (key != cellKey) {
                finish();
                cellKey = key;
            }
            cell.add(OUTCOMES[(int) (value & 3)], value >>> 2);
        }

        private void finish() {
            if (!cell.isEmpty()) {
                visitor.onCell(rank(cellKey), cell);
                cell.clear();
            }
        }
    }
}
