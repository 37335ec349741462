package dev.peregrine.latency.peers;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The floor: the rings in two {@link HashMap}s, and one thread. */
public final class PlainRings implements Contender {
    /** Takes no settings. */
    public PlainRings(Map<String, String> settings) {}

    @Override
    public Map<String, String> configuration() {
        return Map.of("threads", "1", "state", "java.util.HashMap of rings", "durability", "none");
    }

    @Override
    public void run(PaymentRows rows, Schedule schedule, ResultSink sink, Path work) {
        Map<Integer, CustomerRing> customers = new HashMap<>();
        Map<Integer, TerminalRing> terminals = new HashMap<>();
        FeatureRow row = new FeatureRow();
        schedule.begin();
        for (int i = 0; i < rows.size(); i++) {
            schedule.await(i);
            row.set(rows, i);
            customers.computeIfAbsent(row.customer, key -> new CustomerRing()).add(row);
            terminals.computeIfAbsent(row.terminal, key -> new TerminalRing()).add(row);
            sink.accept(row);
        }
    }
}
