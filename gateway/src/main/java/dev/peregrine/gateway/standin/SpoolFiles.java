package dev.peregrine.gateway.standin;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a spool, {@code 0000000001.spool} and so on, and the lock on their directory.
 * Records go to the newest; files go whole, the oldest first, so that a settlement never goes
 * before its stand-in. One thread, but for {@link #sizeBytes}.
 */
final class SpoolFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolFiles.class);
    private static final Pattern NAME = Pattern.compile("(\\d{10})\\.spool");
    private static final String LOCK = "LOCK";

    private final SpoolContext context;
    private final FileChannel lock;
    private final Deque<SpoolSegment> segments = new ArrayDeque<>();
    private SpoolSegment marked;
    private long lastNumber;
    private final AtomicLong sizeBytes = new AtomicLong();

    /**
     * How far the files reach.
     *
     * @param segment the newest
     * @param length of it
     */
    record Mark(SpoolSegment segment, long length) {}

    SpoolFiles(SpoolContext context) throws IOException {
        this.context = context;
        Files.createDirectories(context.directory());
        lock = FileChannel.open(context.directory().resolve(LOCK), CREATE, WRITE);
        if (!tryLock()) {
            lock.close();
            throw new SpoolException(context.directory() + " is in use by another gateway");
        }
    }

    private boolean tryLock() throws IOException {
        try {
            FileLock taken = lock.tryLock();
            return taken != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Reads all files in their order, and begins a first one when there is none. */
    void recover(SpoolSegment.Visitor visitor) throws IOException {
        List<Path> found;
        try (Stream<Path> list = Files.list(context.directory())) {
            found =
                    list.filter(file -> NAME.matcher(file.getFileName().toString()).matches())
                            .sorted()
                            .toList();
        }
        for (int i = 0; i < found.size(); i++) {
            SpoolSegment segment = SpoolSegment.open(found.get(i));
            segments.add(segment);
            long cut = segment.recover(i == found.size() - 1, visitor);
            if (cut > 0) {
                LOG.warn("{}: {} bytes that were not written in full are cut off", segment, cut);
            }
            sizeBytes.addAndGet(segment.length());
            Matcher name = NAME.matcher(found.get(i).getFileName().toString());
            lastNumber = name.matches() ? Long.parseLong(name.group(1)) : lastNumber;
        }
        if (segments.isEmpty()) {
            next();
        }
    }

    /** Size of all files. Any thread. */
    long sizeBytes() {
        return sizeBytes.get();
    }

    /** How far the files reach now. The newest file stays until the next mark. */
    Mark mark() {
        marked = segments.getLast();
        return new Mark(marked, marked.length());
    }

    /** Whether the newest file should be ended before so many bytes. */
    boolean isAtEnd(int bytes) {
        long length = segments.getLast().length();
        return length > SpoolSegment.HEADER_LENGTH && length + bytes > context.segmentBytes();
    }

    /** Begins a new file; what is in the newest is forced first. */
    void next() throws IOException {
        if (!segments.isEmpty()) {
            force();
        }
        long number = lastNumber + 1;
        Path file = context.directory().resolve(String.format(Locale.ROOT, "%010d.spool", number));
        segments.add(SpoolSegment.create(file));
        lastNumber = number;
        sizeBytes.addAndGet(SpoolSegment.HEADER_LENGTH);
    }

    /** Where a payload will be that follows so many bytes behind the end of the newest file. */
    SpoolPlace place(int ahead, int payloadLength) {
        SpoolSegment newest = segments.getLast();
        return new SpoolPlace(newest, newest.length() + ahead, payloadLength);
    }

    void append(ByteBuffer records) throws IOException {
        SpoolSegment newest = segments.getLast();
        long before = newest.length();
        newest.append(records);
        sizeBytes.addAndGet(newest.length() - before);
    }

    void force() throws IOException {
        segments.getLast().force();
    }

    /** Cuts off what was appended since a mark. */
    void cut(Mark mark) throws IOException {
        while (segments.getLast() != mark.segment()) {
            SpoolSegment last = segments.removeLast();
            sizeBytes.addAndGet(-last.length());
            last.delete();
        }
        sizeBytes.addAndGet(mark.length() - mark.segment().length());
        mark.segment().cut(mark.length());
    }

    /**
     * Whether so many bytes fit, and the beginning of a file that may follow; files whose stand-ins
     * are all settled make room.
     */
    boolean hasRoom(int bytes, Consumer<List<StandInEntry>> gone) throws IOException {
        while (sizeBytes.get() + bytes + SpoolSegment.HEADER_LENGTH > context.maxBytes()) {
            if (!dropOldest(Long.MAX_VALUE, gone)) {
                return false;
            }
        }
        return true;
    }

    /** Drops files whose stand-ins were all settled before a time. */
    void expire(long settledBeforeNs, Consumer<List<StandInEntry>> gone) {
        try {
            while (dropOldest(settledBeforeNs, gone)) {
                LOG.debug("{}: a file has expired", context.directory());
            }
        } catch (IOException e) {
            LOG.warn("{}: a file cannot be deleted: {}", context.directory(), e.getMessage());
        }
    }

    private boolean dropOldest(long settledBeforeNs, Consumer<List<StandInEntry>> gone)
            throws IOException {
        SpoolSegment oldest = segments.getFirst();
        if (oldest == marked || segments.size() < 2 || !oldest.isSettledBefore(settledBeforeNs)) {
            return false;
        }
        gone.accept(oldest.entries());
        segments.removeFirst();
        sizeBytes.addAndGet(-oldest.length());
        oldest.delete();
        return true;
    }

    @Override
    public void close() {
        try {
            for (SpoolSegment segment : segments) {
                segment.close();
            }
            lock.close();
        } catch (IOException e) {
            LOG.warn("{}: {}", context.directory(), e.getMessage());
        }
    }
}
