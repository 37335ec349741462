package dev.peregrine.state.heap;

import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.LabelState;
import dev.peregrine.state.WindowSpec;
import dev.peregrine.state.WindowValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The events of one entity, in order of (time, event key). */
final class HeapEntity {
    private final EntityLayout layout;
    final List<HeapEvent> events = new ArrayList<>();
    boolean saturated;

    HeapEntity(EntityLayout layout) {
        this.layout = layout;
    }

    void expire(long horizonNs) {
        events.removeIf(event -> event.timeNs <= horizonNs);
    }

    void add(HeapEvent event, WindowValues out) {
        boolean full = events.size() == layout.maxEvents();
        boolean kept = !full || !events.get(0).isAfter(event.timeNs, event.eventKey);
        saturated |= full;
        if (kept) {
            if (full) {
                events.remove(0);
            }
            int place = placeOf(event);
            events.add(place, event);
            read(events.subList(0, place), events, event, out);
        } else {
            read(List.of(), List.of(event), event, out);
        }
        out.saturated = saturated;
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
            List<HeapEvent> before, List<HeapEvent> kept, HeapEvent event, WindowValues out) {
        out.previousTimeNs =
                before.stream()
                        .filter(earlier -> !earlier.reversed)
                        .mapToLong(earlier -> earlier.timeNs)
                        .reduce((first, second) -> second)
                        .orElse(WindowValues.NO_TIME);
        for (int i = 0; i < layout.windows().size(); i++) {
            WindowSpec window = layout.windows().get(i);
            long upperNs = event.timeNs - window.delayNs();
            List<HeapEvent> candidates = kept;
            if (window.delayNs() == 0) {
                candidates = new ArrayList<>(before);
                candidates.add(event);
            }
            out.count[i] = 0;
            out.sumMinor[i] = 0;
            out.frauds[i] = 0;
            for (HeapEvent candidate : candidates) {
                if (candidate.timeNs > upperNs - window.lengthNs()
                        && candidate.timeNs <= upperNs
                        && !candidate.reversed) {
                    out.count[i]++;
                    out.sumMinor[i] += candidate.amountMinor;
                    out.frauds[i] += candidate.label == LabelState.FRAUD ? 1 : 0;
                }
            }
        }
    }
}
