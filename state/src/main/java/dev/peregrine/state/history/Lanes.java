package dev.peregrine.state.history;

import dev.peregrine.state.EntityEvent;
import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.LaneSpec;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import dev.peregrine.state.WindowSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lanes of an entity type, and the tables of values that lanes share. */
final class Lanes implements AutoCloseable {
    /** Lanes that count the same values share a table. */
    private record Values(int condition, int column) {}

    private final ValueTable[] tables;
    private final int[] tableColumns;
    private final Lane[] lanes;
    private final int[] lengths;
    private final Lane[][] byWindow;

    Lanes(EntityLayout entity, EventLayout events, RecordLayout layout) {
        List<LaneSpec> specs = entity.lanes();
        Map<Values, List<LaneSpec>> sharing = new LinkedHashMap<>();
        for (LaneSpec spec : specs) {
            if (spec.kind().countsValues()) {
                sharing.computeIfAbsent(values(spec), absent -> new ArrayList<>()).add(spec);
            }
        }
        Map<Values, ValueTable> shared = new LinkedHashMap<>();
        sharing.forEach(
                (values, counting) -> {
                    int most = counting.stream().mapToInt(LaneSpec::maxValues).sum();
                    shared.put(values, new ValueTable(layout, counting.size(), most));
                });
        tables = shared.values().toArray(new ValueTable[0]);
        tableColumns = shared.keySet().stream().mapToInt(Values::column).toArray();
        lanes = new Lane[specs.size()];
        lengths = new int[lanes.length];
        byWindow = new Lane[entity.windows().size()][];
        for (int i = 0; i < lanes.length; i++) {
            LaneSpec spec = specs.get(i);
            int before = layout.length();
            boolean forever = entity.windows().get(spec.window()).kind() == WindowSpec.Kind.FOREVER;
            lanes[i] =
                    switch (spec.kind()) {
                        case MOMENTS, SQUARES -> new MomentsLane(i, spec, events, layout);
                        case EXTREMES -> new ExtremesLane(i, spec, events, layout, forever);
                        case ENDS -> new EndsLane(i, spec, events, layout, forever);
                        case TREND -> new TrendLane(i, spec, events, layout);
                        case VALUES, TOP_VALUES ->
                                new ValuesLane(
                                        i,
                                        spec,
                                        events,
                                        layout,
                                        shared.get(values(spec)),
                                        sharing.get(values(spec)).indexOf(spec),
                                        forever);
                    };
            lengths[i] = layout.length() - before;
        }
        for (int w = 0; w < byWindow.length; w++) {
            List<Lane> ofWindow = new ArrayList<>();
            for (int i = 0; i < lanes.length; i++) {
                if (specs.get(i).window() == w) {
                    ofWindow.add(lanes[i]);
                }
            }
            byWindow[w] = ofWindow.toArray(new Lane[0]);
        }
    }

    private static Values values(LaneSpec spec) {
        return new Values(spec.condition(), spec.column());
    }

    /** Bytes of a lane in a record, its table of values apart. */
    int length(int lane) {
        return lengths[lane];
    }

    /** The tables of values, in the order in which the layout first asks for them. */
    List<ValueTable> tables() {
        return List.of(tables);
    }

    /** A lane. */
    Lane lane(int index) {
        return lanes[index];
    }

    /** The lanes of each window. */
    Lane[][] byWindow() {
        return byWindow;
    }

    /** Loads the places of an event's values in their tables. */
    long touch(long record, EntityEvent event) {
        long sum = 0;
        for (int i = 0; i < tables.length; i++) {
            sum += tables[i].touch(record, event.columns[tableColumns[i]]);
        }
        return sum;
    }

    void initialise(long record) {
        for (ValueTable table : tables) {
            table.initialise(record);
        }
        for (Lane lane : lanes) {
            lane.initialise(record);
        }
    }

    void release(long record) {
        for (ValueTable table : tables) {
            table.release(record);
        }
    }

    void save(long record, StateSink sink) {
        for (ValueTable table : tables) {
            table.save(record, sink);
        }
    }

    void load(long record, StateSource source) {
        for (ValueTable table : tables) {
            table.load(record, source);
        }
    }

    long bytesReserved() {
        return Arrays.stream(tables).mapToLong(table -> table.arena().bytesReserved()).sum();
    }

    long bytesInUse() {
        long bytes = 0;
        for (ValueTable table : tables) {
            bytes += table.arena().bytesInUse();
        }
        return bytes;
    }

    @Override
    public void close() {
        for (ValueTable table : tables) {
            table.close();
        }
    }
}
