package dev.peregrine.replay.backtest.input;

import dev.peregrine.policy.CsvMapping;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The columns that a mapping reads, for files whose fields are asked for by name. */
final class MappedColumns {
    private MappedColumns() {}

    static List<String> of(CsvMapping mapping) {
        Set<String> names = new LinkedHashSet<>();
        names.add(mapping.eventId());
        names.add(mapping.time());
        names.add(mapping.amount());
        mapping.label().ifPresent(names::add);
        mapping.labelTime().ifPresent(names::add);
        mapping.pastDecision().ifPresent(decision -> names.add(decision.column()));
        mapping.keys().values().stream().sorted().forEach(names::add);
        return List.copyOf(names);
    }
}
