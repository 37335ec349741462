package dev.peregrine.scoring.pipeline;

import dev.peregrine.protocol.codec.Durability;
import dev.peregrine.scoring.log.Log;
import dev.peregrine.scoring.log.LogException;
import dev.peregrine.scoring.log.LogListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A log of which a test decides what is durable, and when it breaks. A record is one position long.
 */
final class MemoryLog implements Log {
    record Written(long epoch, long sequence, long ingressTimeNs, DirectBuffer message) {}

    final List<Written> written = new CopyOnWriteArrayList<>();
    volatile boolean durableAtOnce = true;
    volatile long durable;
    volatile long failAtPosition = Long.MAX_VALUE;
    volatile boolean full;
    volatile long room = Long.MAX_VALUE;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Durability durability() {
        return Durability.RECORDED;
    }

    @Override
    public long read(long fromPosition, LogListener listener) {
        long position = fromPosition;
        while (position < written.size()) {
            Written record = written.get((int) position++);
            if (!listener.onRecord(
                    position,
                    record.epoch(),
                    record.sequence(),
                    record.ingressTimeNs(),
                    record.message(),
                    0,
                    record.message().capacity())) {
                break;
            }
        }
        return position;
    }

    @Override
    public long positionBefore(long sequence) {
        return 0;
    }

    @Override
    public void startAppending() {}

    @Override
    public long append(
            long epoch,
            long sequence,
            long ingressTimeNs,
            DirectBuffer message,
            int offset,
            int length) {
        if (full || written.size() >= room) {
            return BACK_PRESSURED;
        }
        if (written.size() >= failAtPosition) {
            throw new LogException("broken at " + failAtPosition);
        }
        byte[] bytes = new byte[length];
        message.getBytes(offset, bytes);
        written.add(new Written(epoch, sequence, ingressTimeNs, new UnsafeBuffer(bytes)));
        return written.size();
    }

    @Override
    public long durablePosition() {
        return durableAtOnce ? written.size() : durable;
    }

    @Override
    public void force() {}

    @Override
    public void close() {}
}
