package dev.peregrine.gateway.standin;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.peregrine.gateway.json.Decision;
import dev.peregrine.gateway.json.StandInDecision;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps stand-ins on the disk, each before it is told, until the engine has heard of them, and for
 * a while longer, so that a retry is told the same.
 *
 * <p>One thread writes: all that waits is written and forced at once, and then told. What is
 * pending is never dropped: when the files have their greatest size, the oldest file goes whose
 * stand-ins are all settled, and when there is none, no more are taken. All methods are
 * thread-safe, and none blocks but {@link #open}, {@link #close} and those that read a record.
 */
final class Spool implements AutoCloseable {
    static final String FULL = "the spool of stand-ins is full";

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final String BROKEN = "the spool of stand-ins cannot be written";
    private static final String CLOSED = "the gateway is stopping";
    private static final int QUEUE_LENGTH = 8 * 1024;
    private static final int BATCH = 1024;
    private static final int BUFFER_LENGTH = 256 * 1024;
    private static final long WAIT_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long NS_PER_MS = 1_000_000;

    private final SpoolContext context;
    private final SpoolFiles files;
    private final Map<SpoolKey, StandInEntry> entries = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Long, StandInEntry> pending = new ConcurrentSkipListMap<>();
    private final BlockingQueue<Write> queue = new ArrayBlockingQueue<>(QUEUE_LENGTH);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_LENGTH).order(LITTLE_ENDIAN);
    private final List<Write> batch = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "stand-in-spool");
    private volatile boolean closed;
    private volatile boolean ended;
    private volatile boolean broken;
    private long serial;

    /** Something to be written; told how that ended. */
    private record Write(ByteBuffer payload, boolean isBounded, Done done) {
        int length() {
            return SpoolSegment.RECORD_HEADER_LENGTH + payload.remaining();
        }
    }

    /** Hears how a write ended. */
    private interface Done {
        /** On the disk there. */
        void at(SpoolPlace place);

        /** Not on the disk. */
        void failed(String reason);
    }

    /**
     * The stand-in that holds for a payment.
     *
     * @param entry the stand-in
     * @param isNew whether it is the one that was to be kept; else there had been one before
     */
    record Kept(StandInEntry entry, boolean isNew) {}

    private Spool(SpoolContext context) throws IOException {
        this.context = context;
        this.files = new SpoolFiles(context);
    }

    /**
     * Opens a spool, or makes a new one; what a kill left of writing is cut off.
     *
     * @throws SpoolException when it is damaged, or another gateway uses it
     */
    static Spool open(SpoolContext context) {
        try {
            Spool spool = new Spool(context);
            try {
                spool.files.recover(spool::recover);
            } catch (IOException | RuntimeException e) {
                spool.files.close();
                throw e;
            }
            spool.thread.setDaemon(true);
            spool.thread.start();
            return spool;
        } catch (IOException e) {
            throw new SpoolException(context.directory() + ": " + e.getMessage(), e);
        }
    }

    /** The stand-in on an event id; null when there is none, or it is remembered no longer. */
    StandInEntry find(SpoolKey key) {
        return entries.get(key);
    }

    /**
     * Keeps a stand-in, unless there is one on its event id already.
     *
     * @param event the payment, a Transaction with its header
     * @return the one that holds, which may still be on its way
     */
    Kept keep(StandInDecision standIn, PaymentFacts facts, byte[] event) {
        StandInEntry entry =
                new StandInEntry(standIn, facts, PaymentFacts.contentHash(event), nowNs());
        StandInEntry before = entries.putIfAbsent(entry.key(), entry);
        if (before != null) {
            return new Kept(before, false);
        }
        Done done =
                new Done() {
                    @Override
                    public void at(SpoolPlace place) {
                        entry.placed(place, serial);
                        pending.put(serial++, entry);
                        entry.kept();
                    }

                    @Override
                    public void failed(String reason) {
                        entries.remove(entry.key(), entry);
                        entry.notKept(reason);
                    }
                };
        String refusal = closed ? CLOSED : broken ? BROKEN : FULL;
        boolean taken =
                !closed
                        && !broken
                        && queue.offer(
                                new Write(
                                        SpoolRecords.standIn(standIn, entry.timeNs(), event),
                                        true,
                                        done));
        if (!taken) {
            done.failed(refusal);
        } else if (ended) {
            abandonQueue();
        }
        return new Kept(entry, true);
    }

    /**
     * Settles a pending stand-in: the engine has heard of it. Waits for room in the queue.
     *
     * @param decision the engine's, of a superseded one; else null
     */
    void settle(StandInEntry entry, Settlement settlement, Decision decision)
            throws InterruptedException {
        long timeNs = nowNs();
        Done done =
                new Done() {
                    @Override
                    public void at(SpoolPlace place) {
                        entry.settled(settlement, timeNs, place);
                        pending.remove(entry.serial());
                    }

                    /** The engine is told again after the next start, which does no harm. */
                    @Override
                    public void failed(String reason) {
                        entry.settled(Settlement.BACK_FILLED, timeNs, null);
                        pending.remove(entry.serial());
                    }
                };
        Write write =
                new Write(
                        SpoolRecords.settled(entry.key(), settlement, timeNs, decision),
                        false,
                        done);
        boolean taken = false;
        while (!taken && !closed) {
            taken = queue.offer(write, WAIT_NS, TimeUnit.NANOSECONDS);
        }
    }

    /** What the engine has not heard of, the oldest first. A live view. */
    Collection<StandInEntry> pending() {
        return Collections.unmodifiableCollection(pending.values());
    }

    /** When the oldest pending one was given, nanoseconds since 1970; 0 when none is pending. */
    long oldestPendingNs() {
        Map.Entry<Long, StandInEntry> first = pending.firstEntry();
        return first == null ? 0 : first.getValue().timeNs();
    }

    /** Stand-ins that are remembered, settled ones included. */
    int size() {
        return entries.size();
    }

    /** Size of its files. */
    long sizeBytes() {
        return files.sizeBytes();
    }

    /** Why no more are taken; empty while they are. */
    String refusal() {
        return broken ? BROKEN : "";
    }

    /** The payment of a stand-in. Reads the disk. */
    static byte[] event(StandInEntry entry) {
        SpoolPlace place = entry.place();
        return SpoolRecords.event(place.segment().read(place));
    }

    /** The engine's decision on a superseded stand-in. Reads the disk. */
    static Decision supersedingDecision(StandInEntry entry) {
        SpoolPlace place = entry.settledPlace();
        return SpoolRecords.supersedingDecision(place.segment().read(place))
                .superseding(entry.decision());
    }

    /** Writes what waits, and closes the files. Idempotent. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void recover(SpoolPlace place, ByteBuffer payload) {
        if (SpoolRecords.isStandIn(payload)) {
            byte[] event = SpoolRecords.event(payload);
            PaymentFacts facts = PaymentFacts.of(event);
            StandInEntry entry =
                    new StandInEntry(
                            SpoolRecords.decision(payload, facts),
                            facts,
                            PaymentFacts.contentHash(event),
                            SpoolRecords.timeNs(payload));
            entry.placed(place, serial);
            entries.put(entry.key(), entry);
            pending.put(serial++, entry);
            entry.kept();
            return;
        }
        StandInEntry entry = entries.get(SpoolRecords.key(payload));
        if (entry != null) {
            entry.settled(SpoolRecords.settlement(payload), SpoolRecords.settledNs(payload), place);
            pending.remove(entry.serial());
        }
    }

    private void run() {
        try {
            while (!closed || !queue.isEmpty()) {
                Write first = queue.poll(WAIT_NS, TimeUnit.NANOSECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, BATCH);
                    writeBatch();
                    batch.clear();
                }
                files.expire(nowNs() - context.retentionNs(), this::forget);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            breakDown(e);
        } finally {
            closed = true;
            ended = true;
            abandonQueue();
            files.close();
        }
    }

    /** After the thread has ended, whoever comes last tidies up. */
    private synchronized void abandonQueue() {
        for (Write write = queue.poll(); write != null; write = queue.poll()) {
            write.done().failed(CLOSED);
        }
    }

    private void writeBatch() {
        List<SpoolPlace> places = new ArrayList<>(batch.size());
        SpoolFiles.Mark mark = files.mark();
        try {
            if (broken) {
                throw new IOException(BROKEN);
            }
            for (Write write : batch) {
                places.add(put(write));
            }
            flush();
        } catch (IOException e) {
            notWritten(mark, e);
            return;
        }
        try {
            files.force();
        } catch (IOException e) {
            breakDown(e);
            batch.forEach(write -> write.done().failed(BROKEN));
            return;
        }
        for (int i = 0; i < places.size(); i++) {
            if (places.get(i) == null) {
                batch.get(i).done().failed(FULL);
            } else {
                batch.get(i).done().at(places.get(i));
            }
        }
    }

    /** Where a write will be; null when there is no room for it. */
    private SpoolPlace put(Write write) throws IOException {
        int length = write.length();
        if (files.isAtEnd(buffer.position() + length)) {
            flush();
            files.next();
        }
        if (write.isBounded() && !files.hasRoom(buffer.position() + length, this::forget)) {
            return null;
        }
        if (buffer.remaining() < length) {
            flush();
        }
        SpoolPlace place =
                files.place(
                        buffer.position() + SpoolSegment.RECORD_HEADER_LENGTH,
                        write.payload().remaining());
        SpoolSegment.encode(buffer, write.payload());
        return place;
    }

    private void flush() throws IOException {
        buffer.flip();
        try {
            files.append(buffer);
        } finally {
            buffer.clear();
        }
    }

    /** The disk is full, say: what was written in part goes, and others may be tried later. */
    private void notWritten(SpoolFiles.Mark mark, IOException cause) {
        buffer.clear();
        if (!broken) {
            LOG.error("{}: cannot be written: {}", context.directory(), cause.getMessage());
            try {
                files.cut(mark);
            } catch (IOException e) {
                breakDown(e);
            }
        }
        batch.forEach(write -> write.done().failed(BROKEN));
    }

    /** A force that failed is never tried again: what is on the disk is not known any more. */
    private void breakDown(Exception cause) {
        broken = true;
        LOG.error(
                "ALARM {}: no more stand-ins are given until the gateway is started again: {}",
                context.directory(),
                cause.getMessage());
    }

    private void forget(List<StandInEntry> gone) {
        gone.forEach(entry -> entries.remove(entry.key(), entry));
    }

    private static long nowNs() {
        return System.currentTimeMillis() * NS_PER_MS;
    }
}
