package dev.peregrine.latency.journal;

import dev.peregrine.protocol.codec.Durability;
import dev.peregrine.scoring.log.Log;
import dev.peregrine.scoring.log.LogListener;
import org.agrona.DirectBuffer;

/** Keeps nothing and calls it durable: what a pipeline costs without a journal. */
final class NoLog implements Log {
    private volatile long position;

    @Override
    public String name() {
        return "off";
    }

    @Override
    public Durability durability() {
        return Durability.NULL_VAL;
    }

    @Override
    public long read(long fromPosition, LogListener listener) {
        return fromPosition;
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
        long next = position + length;
        position = next;
        return next;
    }

    @Override
    public long durablePosition() {
        return position;
    }

    @Override
    public void force() {}

    @Override
    public void close() {}
}
