package dev.peregrine.replay.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** A network that delays, reorders, doubles and loses what it carries. One direction. */
final class SimulatedNetwork<T> {
    private static final long MAX_DELAY_NS = 30_000_000;

    private final Chance chance;
    private final PriorityQueue<Parcel<T>> parcels =
            new PriorityQueue<>((a, b) -> Long.compare(a.dueNs, b.dueNs));

    private record Parcel<T>(long dueNs, T content) {}

    SimulatedNetwork(Chance chance) {
        this.chance = chance;
    }

    void send(long nowNs, T content) {
        if (chance.mishap(100)) {
            return;
        }
        do {
            parcels.add(new Parcel<>(nowNs + chance.upTo(MAX_DELAY_NS), content));
        } while (chance.mishap(100));
    }

    /** What has arrived. */
    List<T> receive(long nowNs) {
        List<T> arrived = new ArrayList<>();
        while (!parcels.isEmpty() && parcels.peek().dueNs <= nowNs) {
            arrived.add(parcels.remove().content);
        }
        return arrived;
    }

    boolean isEmpty() {
        return parcels.isEmpty();
    }
}
