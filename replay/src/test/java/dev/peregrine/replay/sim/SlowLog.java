package dev.peregrine.replay.sim;

import dev.peregrine.protocol.codec.Durability;
import dev.peregrine.scoring.log.Log;
import dev.peregrine.scoring.log.LogListener;
import org.agrona.DirectBuffer;

/**
 * A log on a disk that takes its time: appends are back-pressured now and then, each look at how
 * far it has come lets it come a little further, and any call may be the process's last.
 */
final class SlowLog implements Log {
    private final SimulatedLog disk;
    private final Chance chance;

    SlowLog(SimulatedLog disk, Chance chance) {
        this.disk = disk;
        this.chance = chance;
    }

    SimulatedLog disk() {
        return disk;
    }

    /** Lets what was appended become durable, some of it. */
    void advance() {
        long durable = disk.durablePosition();
        disk.advanceDurablePosition(durable + chance.upTo(disk.endPosition() - durable));
    }

    @Override
    public String name() {
        return disk.name();
    }

    @Override
    public Durability durability() {
        return disk.durability();
    }

    @Override
    public long read(long fromPosition, LogListener listener) {
        return disk.read(fromPosition, listener);
    }

    @Override
    public long positionBefore(long sequence) {
        return disk.positionBefore(sequence);
    }

    @Override
    public void startAppending() {
        disk.startAppending();
    }

    @Override
    public long append(
            long epoch,
            long sequence,
            long ingressTimeNs,
            DirectBuffer message,
            int offset,
            int length) {
        crashPerhaps();
        disk.refuseNextAppends(chance.mishap(100) ? 1 : 0);
        long position = disk.append(epoch, sequence, ingressTimeNs, message, offset, length);
        crashPerhaps();
        return position;
    }

    @Override
    public long durablePosition() {
        crashPerhaps();
        advance();
        return disk.durablePosition();
    }

    @Override
    public void force() {
        disk.force();
    }

    @Override
    public void close() {
        disk.close();
    }

    private void crashPerhaps() {
        if (chance.mishap(2)) {
            throw new CrashNow();
        }
    }
}
