package dev.peregrine.node.cli;

import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.FieldNames;
import dev.peregrine.state.LaneSpec;
import dev.peregrine.state.SpanText;
import dev.peregrine.state.history.HistoryFootprint;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** {@code policy explain} for people. */
final class PolicyExplainReport {
    private final PolicyCosts costs;
    private final FieldNames names;
    private final PrintWriter out;

    PolicyExplainReport(PolicyCosts costs, PrintWriter out) {
        this.costs = costs;
        this.out = out;
        names = new FieldNames(costs.bundle().attributes());
    }

    /**
     * @param rate events a second in all; null when not given
     */
    void print(Long rate) {
        line(
                "%s version %d: %d entity types, %d features, lateness %s",
                costs.bundle().name(),
                costs.bundle().version(),
                costs.entities().size(),
                costs.features().size(),
                SpanText.of(costs.bundle().features().latenessNs()));
        if (!costs.unused().isEmpty()) {
            line("no feature uses: %s", String.join(", ", costs.unused()));
        }
        entities();
        values();
        if (rate != null) {
            history(rate);
        }
        features();
        new ParameterExplain(costs.bundle()).print(out);
        new ModelExplain(costs.bundle()).print(out);
        new ChallengerCosts(costs.bundle()).print(out, rate);
        out.flush();
    }

    private void entities() {
        TextTable table =
                new TextTable(
                        Set.of(2, 3, 4, 5, 6, 7, 8, 9),
                        "entity",
                        "key",
                        "capacity",
                        "max_events",
                        "ttl",
                        "retention",
                        "record",
                        "header",
                        "event",
                        "headers at capacity");
        for (EntityCost entity : costs.entities()) {
            table.row(
                    entity.layout().name(),
                    names.of(entity.legend().entity().key()),
                    number(entity.layout().capacity()),
                    number(entity.layout().maxEvents()),
                    SpanText.of(entity.layout().ttlNs()),
                    SpanText.of(entity.layout().retentionNs()),
                    number(entity.footprint().history().recordBytes()),
                    number(entity.footprint().headerBytes()),
                    number(entity.footprint().history().eventBytes()),
                    ByteText.of(entity.footprint().headerBytesAtCapacity()));
        }
        table.row("total", "", "", "", "", "", "", "", "", ByteText.of(costs.headerBytes()));
        line("");
        table.print(out);
        line("");
        line("header: bytes of an entity; its record and its share of map, index and queue");
        line("event: bytes of an event for as long as the retention; a ring of events grows by");
        line("  doubling, so up to twice that, and shrinks when it is an eighth full");
    }

    private void values() {
        TextTable table =
                new TextTable(
                        Set.of(1, 2, 3), "entity", "windows", "value", "max_distinct", "values of");
        boolean any = false;
        for (EntityCost entity : costs.entities()) {
            List<LaneSpec> counting =
                    entity.layout().lanes().stream().filter(l -> l.kind().countsValues()).toList();
            List<String> of =
                    counting.stream().map(lane -> valuesOf(entity, lane)).distinct().toList();
            List<HistoryFootprint.Values> tables = entity.footprint().history().values();
            for (int i = 0; i < tables.size(); i++) {
                any = true;
                table.row(
                        entity.layout().name(),
                        number(tables.get(i).windows()),
                        number(tables.get(i).entryBytes()),
                        number(tables.get(i).maxValues()),
                        of.get(i));
            }
        }
        if (any) {
            line("");
            table.print(out);
            line("");
            line("value: bytes of a distinct value of an entity; a table has room for 4/3 to 8/3");
            line("  as many as it holds, at least 4, and keeps its size until it is empty");
        }
    }

    private String valuesOf(EntityCost entity, LaneSpec lane) {
        String column = entity.legend().columns(names).get(lane.column());
        return lane.condition() == LaneSpec.ALL
                ? column
                : column + " where " + entity.legend().conditions(names).get(lane.condition());
    }

    private void history(long rate) {
        TextTable table =
                new TextTable(
                        Set.of(1, 2, 3, 4),
                        "entity",
                        "events kept",
                        "history",
                        "rings up to",
                        "values up to");
        for (EntityCost entity : costs.entities()) {
            long events = entity.eventsKept(rate);
            table.row(
                    entity.layout().name(),
                    number(events),
                    ByteText.of(entity.historyBytes(events)),
                    ByteText.of(entity.greatestHistoryBytes(events)),
                    entity.footprint().history().values().isEmpty()
                            ? "-"
                            : ByteText.of(entity.greatestValueBytes(events)));
        }
        line("");
        line("at %,d events/s, each with a key of every entity type:", rate);
        line("");
        table.print(out);
        line("");
        line(
                "grand total: %s, up to %s when all rings and tables have just grown",
                ByteText.of(costs.headerBytes() + costs.historyBytes(rate)),
                ByteText.of(costs.headerBytes() + costs.greatestHistoryBytes(rate)));
    }

    private void features() {
        TextTable table =
                new TextTable(
                        Set.of(5),
                        "feature",
                        "aggregate",
                        "entity",
                        "window",
                        "keeps",
                        "bytes",
                        "cost of an event");
        for (FeatureCost cost : costs.features()) {
            FeatureSpec feature = cost.feature();
            table.row(
                    feature.name(),
                    feature.aggregate().externalName(),
                    Objects.requireNonNullElse(feature.entity(), "-"),
                    cost.window().isEmpty() ? "-" : cost.window(),
                    cost.keeps(),
                    number(cost.bytes()),
                    cost.costClass());
        }
        line("");
        table.print(out);
        line("");
        line("bytes: in each record; what several features read is kept once");
        line("cost: of an event in order. A late one is placed in O(log n) of the entity's n");
        line("  events, and passes over the events between it and the latest");
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
