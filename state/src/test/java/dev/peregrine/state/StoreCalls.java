package dev.peregrine.state;

import java.util.List;

/** Short forms for tests that need an event's time, key and amount only. */
public final class StoreCalls {
    private StoreCalls() {}

    public static void add(
            EntityStore store,
            long keyHigh,
            long keyLow,
            long timeNs,
            long eventKey,
            long amountMinor,
            long watermarkNs,
            EntityValues out) {
        EntityEvent event = new EntityEvent(store.layout().columns());
        event.timeNs = timeNs;
        event.eventKey = eventKey;
        event.amountMinor = amountMinor;
        store.add(store.find(keyHigh, keyLow), keyHigh, keyLow, event, watermarkNs, out);
    }

    public static EntityValues values(EntityStore store) {
        return new EntityValues(store.layout());
    }

    public static WindowSpec sliding(long lengthNs, long delayNs) {
        return WindowSpec.sliding(lengthNs, delayNs);
    }

    public static EntityLayout layout(
            List<WindowSpec> windows, long retentionNs, int capacity, int maxEvents) {
        return EntityLayout.ofWindows(1, "card", windows, retentionNs, capacity, maxEvents);
    }
}
