package dev.peregrine.replay.sim;

import dev.peregrine.protocol.codec.Durability;
import dev.peregrine.scoring.log.Log;
import dev.peregrine.scoring.log.LogException;
import dev.peregrine.scoring.log.LogListener;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A log in memory. Records become durable at once or only when told, appends are refused or fail on
 * request, and a crash keeps what the test decides.
 *
 * <p>Any thread may use it; it locks and allocates.
 */
public final class SimulatedLog implements Log {
    private static final int RECORD_OVERHEAD = 72;

    private final String name;
    private final Durability durability;
    private final boolean durableAtOnce;
    private final List<Entry> entries = new ArrayList<>();
    private boolean appending;
    private boolean closed;
    private long endPosition;
    private long durablePosition;
    private int refusals;
    private String failure;

    private record Entry(
            long endPosition,
            long epoch,
            long sequence,
            long ingressTimeNs,
            DirectBuffer message) {}

    private SimulatedLog(String name, Durability durability, boolean durableAtOnce) {
        this.name = name;
        this.durability = durability;
        this.durableAtOnce = durableAtOnce;
    }

    /** A log whose records are durable at once. */
    public static SimulatedLog durableAtOnce(String name) {
        return new SimulatedLog(name, Durability.SYNCED, true);
    }

    /** A log whose records become durable by {@link #advanceDurablePosition}. */
    public static SimulatedLog durableByHand(String name) {
        return new SimulatedLog(name, Durability.SYNCED, false);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Durability durability() {
        return durability;
    }

    @Override
    public long read(long fromPosition, LogListener listener) {
        List<Entry> snapshot;
        long limit;
        synchronized (this) {
            checkUsable();
            limit = appending ? durablePosition : endPosition;
            snapshot = List.copyOf(entries);
        }
        if (fromPosition > limit) {
            throw new LogException(
                    name + ": position " + fromPosition + " lies after the end at " + limit);
        }
        long position = fromPosition;
        for (Entry entry : snapshot) {
            if (entry.endPosition <= fromPosition || entry.endPosition > limit) {
                continue;
            }
            position = entry.endPosition;
            if (!listener.onRecord(
                    position,
                    entry.epoch,
                    entry.sequence,
                    entry.ingressTimeNs,
                    entry.message,
                    0,
                    entry.message.capacity())) {
                break;
            }
        }
        return position;
    }

    @Override
    public synchronized long positionBefore(long sequence) {
        checkUsable();
        long limit = appending ? durablePosition : endPosition;
        long position = 0;
        for (Entry entry : entries) {
            if (entry.sequence >= sequence || entry.endPosition >= limit) {
                break;
            }
            position = entry.endPosition;
        }
        return position;
    }

    @Override
    public synchronized void startAppending() {
        checkUsable();
        if (appending) {
            throw new IllegalStateException(name + ": already open for appending");
        }
        appending = true;
    }

    @Override
    public synchronized long append(
            long epoch,
            long sequence,
            long ingressTimeNs,
            DirectBuffer message,
            int offset,
            int length) {
        checkUsable();
        if (!appending) {
            throw new IllegalStateException(name + ": not open for appending");
        }
        if (refusals > 0) {
            refusals--;
            return BACK_PRESSURED;
        }
        byte[] copy = new byte[length];
        message.getBytes(offset, copy);
        endPosition += RECORD_OVERHEAD + length;
        entries.add(new Entry(endPosition, epoch, sequence, ingressTimeNs, new UnsafeBuffer(copy)));
        if (durableAtOnce) {
            durablePosition = endPosition;
        }
        return endPosition;
    }

    @Override
    public synchronized long durablePosition() {
        checkUsable();
        return durablePosition;
    }

    @Override
    public synchronized void force() {
        checkUsable();
    }

    /**
     * Makes records durable.
     *
     * @param position not before the durable position; beyond the end means all
     */
    public synchronized void advanceDurablePosition(long position) {
        if (position < durablePosition) {
            throw new IllegalArgumentException(
                    name + ": durable position cannot go back to " + position);
        }
        durablePosition = Math.min(position, endPosition);
    }

    /** Position after the last record appended. */
    public synchronized long endPosition() {
        return endPosition;
    }

    /** Lets the next appends be back-pressured. */
    public synchronized void refuseNextAppends(int count) {
        refusals = count;
    }

    /** Lets the log fail for good: every further use throws. */
    public synchronized void fail(String reason) {
        failure = reason;
    }

    /**
     * The process dies: this log fails, and what survived is another log, as a restart finds it.
     *
     * @param keepUpToPosition records that end after it are lost; not before the durable position
     */
    public synchronized SimulatedLog crash(long keepUpToPosition) {
        if (keepUpToPosition < durablePosition) {
            throw new IllegalArgumentException(
                    name
                            + ": a crash keeps what is durable, up to "
                            + durablePosition
                            + ", not only up to "
                            + keepUpToPosition);
        }
        SimulatedLog survivor = new SimulatedLog(name, durability, durableAtOnce);
        for (Entry entry : entries) {
            if (entry.endPosition <= keepUpToPosition) {
                survivor.entries.add(entry);
                survivor.endPosition = entry.endPosition;
            }
        }
        survivor.durablePosition = survivor.endPosition;
        failure = "crashed";
        return survivor;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private void checkUsable() {
        if (failure != null) {
            throw new LogException(name + ": failed: " + failure);
        }
        if (closed) {
            throw new LogException(name + ": closed");
        }
    }
}
