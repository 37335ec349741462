package dev.peregrine.latency.floor;

import dev.peregrine.latency.rig.LoadTarget;
import dev.peregrine.latency.rig.StageSource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;

/**
 * Floor of a journal that is forced to the disk: a thread that writes what has been asked for
 * meanwhile to one file, of a fixed length as an archive's segments have, forces it ({@code
 * fdatasync}), and answers. No log, no archive, no second file.
 */
public final class SyncedFile implements LoadTarget {
    /** Stage of the force alone. */
    public static final String FDATASYNC = "fdatasync";

    private static final long SEGMENT_BYTES = 128L << 20;
    private static final int MOST_TOGETHER = 1 << 20;
    private static final long GREATEST_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(10);

    private final ManyToOneConcurrentLinkedQueue<Long> waiting =
            new ManyToOneConcurrentLinkedQueue<>();
    private final SingleWriterRecorder forces = new SingleWriterRecorder(GREATEST_NS, 3);
    private final Histogram forced = new Histogram(GREATEST_NS, 3);
    private final AtomicReference<IOException> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::run, "synced-file");
    private final RandomAccessFile file;
    private final ByteBuffer buffer;
    private final int requestLength;
    private volatile AnswerListener listener = (number, succeeded) -> {};
    private volatile boolean closed;

    private SyncedFile(RandomAccessFile file, int requestLength) {
        this.file = file;
        this.requestLength = requestLength;
        buffer = ByteBuffer.allocateDirect(MOST_TOGETHER / requestLength * requestLength);
        while (buffer.hasRemaining()) {
            buffer.put((byte) 'x');
        }
        thread.setDaemon(true);
    }

    /**
     * Opens a new file and starts the thread.
     *
     * @param requestLength bytes that a request writes, 1 .. 1,000,000
     */
    public static SyncedFile start(Path path, int requestLength) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        file.setLength(SEGMENT_BYTES);
        SyncedFile target = new SyncedFile(file, requestLength);
        target.thread.start();
        return target;
    }

    /** The force alone. */
    public StageSource stages() {
        return () -> List.of(new StageSource.Part(FDATASYNC, "the call alone", forced()));
    }

    private synchronized Histogram forced() {
        forced.add(forces.getIntervalHistogram());
        return forced.copy();
    }

    @Override
    public void onAnswer(AnswerListener newListener) {
        listener = newListener;
    }

    @Override
    public boolean offer(long number, long eventTimeNs) {
        if (failure.get() != null) {
            throw new UncheckedIOException(failure.get());
        }
        return waiting.offer(number);
    }

    @Override
    public int poll() {
        return 0;
    }

    private void run() {
        long[] together = new long[buffer.capacity() / requestLength];
        long position = 0;
        FileChannel channel = file.getChannel();
        try {
            while (!closed) {
                int count = 0;
                Long number;
                while (count < together.length && (number = waiting.poll()) != null) {
                    together[count++] = number;
                }
                if (count == 0) {
                    LockSupport.parkNanos(PAUSE_NS);
                    continue;
                }
                position = write(channel, position, count);
                for (int i = 0; i < count; i++) {
                    listener.onAnswer(together[i], true);
                }
            }
        } catch (IOException e) {
            failure.set(e);
        }
    }

    /** Returns where the next ones go; a segment that is full is begun anew. */
    private long write(FileChannel channel, long position, int count) throws IOException {
        buffer.clear().limit(count * requestLength);
        long to = position;
        if (position + buffer.limit() > SEGMENT_BYTES) {
            file.setLength(0);
            file.setLength(SEGMENT_BYTES);
            to = 0;
        }
        while (buffer.hasRemaining()) {
            to += channel.write(buffer, to);
        }
        long start = System.nanoTime();
        channel.force(false);
        forces.recordValue(Math.min(GREATEST_NS, System.nanoTime() - start));
        return to;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
            file.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
