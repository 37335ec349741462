package dev.peregrine.state.heap;

import dev.peregrine.state.DecaySpec;
import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.EntityValues;
import dev.peregrine.state.LaneSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The events of one entity, in order of (time, event key). */
final class HeapEntity {
    private final EntityLayout layout;
    final List<HeapEvent> events = new ArrayList<>();

    /** Events that are no longer kept, oldest first: windows since forever still hold them. */
    final List<HeapEvent> gone = new ArrayList<>();

    long latestNs = EntityValues.NO_TIME;
    boolean saturated;
    boolean used;

    HeapEntity(EntityLayout layout) {
        this.layout = layout;
    }

    /** True when nothing is left of the entity. */
    boolean isEmpty(long watermarkNs) {
        return latestNs <= watermarkNs - layout.ttlNs();
    }

    void startAnew() {
        events.clear();
        gone.clear();
        latestNs = EntityValues.NO_TIME;
        saturated = false;
    }

    void expire(long horizonNs) {
        while (!events.isEmpty() && events.get(0).timeNs <= horizonNs) {
            gone.add(events.remove(0));
        }
    }

    void add(HeapEvent event, EntityValues out) {
        boolean full = events.size() == layout.maxEvents();
        boolean kept = !full || !events.get(0).isAfter(event.timeNs, event.eventKey);
        saturated |= full;
        out.saturated = saturated;
        if (!kept) {
            read(List.of(), List.of(event), event, out);
            return;
        }
        if (full) {
            gone.add(events.remove(0));
        }
        events.add(placeOf(event), event);
        latestNs = Math.max(latestNs, event.timeNs);
        used = true;
        read(gone, events, event, out);
    }

    Optional<HeapEvent> find(long timeNs, long eventKey) {
        return events.stream()
                .filter(event -> event.timeNs == timeNs && event.eventKey == eventKey)
                .findFirst();
    }

    private int placeOf(HeapEvent added) {
        int place = 0;
        while (place < events.size() && !events.get(place).isAfter(added.timeNs, added.eventKey)) {
            place++;
        }
        return place;
    }

    private void read(
            List<HeapEvent> before, List<HeapEvent> kept, HeapEvent own, EntityValues out) {
        out.previousTimeNs =
                kept.stream()
                        .filter(event -> event != own && !event.reversed)
                        .filter(event -> !event.isAfter(own.timeNs, own.eventKey))
                        .mapToLong(event -> event.timeNs)
                        .reduce((first, second) -> second)
                        .orElse(EntityValues.NO_TIME);
        List<List<HeapEvent>> windows = new ArrayList<>();
        for (int i = 0; i < layout.windows().size(); i++) {
            List<HeapEvent> window = HeapWindow.events(layout.windows().get(i), before, kept, own);
            windows.add(window);
            out.count[i] = window.size();
            out.sumMinor[i] = window.stream().mapToLong(event -> event.amountMinor).sum();
            out.frauds[i] = window.stream().filter(HeapEvent::isFraud).count();
        }
        for (int i = 0; i < layout.lanes().size(); i++) {
            LaneSpec lane = layout.lanes().get(i);
            HeapLane.read(lane, windows.get(lane.window()), own, out.lanes, i * LaneSpec.OUTPUTS);
        }
        for (int i = 0; i < layout.decays().size(); i++) {
            out.decayed[i] = decayed(layout.decays().get(i), before, kept, own);
        }
    }

    private static double decayed(
            DecaySpec decay, List<HeapEvent> before, List<HeapEvent> kept, HeapEvent own) {
        List<HeapEvent> upTo = new ArrayList<>(before);
        kept.stream().filter(e -> !e.isAfter(own.timeNs, own.eventKey)).forEach(upTo::add);
        double sum = 0;
        for (HeapEvent event : upTo) {
            boolean one = decay.column() == DecaySpec.ONE;
            int column = one ? LaneSpec.AMOUNT : decay.column();
            if (event.counts(decay.condition(), column)) {
                double value = one ? 1 : event.value(column);
                double halfLives = (own.timeNs - event.timeNs) / (double) decay.halfLifeNs();
                sum += value * StrictMath.pow(2, -halfLives);
            }
        }
        return sum;
    }
}
