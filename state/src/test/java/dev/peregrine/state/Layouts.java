package dev.peregrine.state;

import java.util.ArrayList;
import java.util.List;

/** Layouts for tests that keep one of everything. */
public final class Layouts {
    /** One hour east, two in between. */
    public static final ZoneOffsets ZONE =
            new ZoneOffsets(
                    new long[] {60_100_000_000_000_000L, 60_160_000_000_000_000L},
                    new int[] {3600, 7200, 3600});

    private Layouts() {}

    /**
     * Every kind of window, and every kind of lane over each, plain and under a condition; decayed
     * sums. Two columns, two conditions.
     *
     * @param retentionNs longest window and time-to-live
     */
    public static EntityLayout everything(long retentionNs, int capacity, int maxEvents) {
        List<WindowSpec> windows = new ArrayList<>();
        windows.add(WindowSpec.sliding(retentionNs, 0));
        windows.add(WindowSpec.sliding(retentionNs / 50, 0));
        windows.add(WindowSpec.sliding(retentionNs / 4, retentionNs / 8));
        windows.add(WindowSpec.tumbling(retentionNs / 10, 0));
        windows.add(WindowSpec.tumbling(retentionNs / 10, retentionNs / 20));
        windows.add(WindowSpec.lastEvents(5, 0));
        windows.add(WindowSpec.lastEvents(3, retentionNs / 30));
        windows.add(WindowSpec.session(retentionNs / 100));
        windows.add(WindowSpec.forever(0));
        windows.add(WindowSpec.forever(retentionNs / 5));
        for (CalendarSpec.Unit unit : CalendarSpec.Unit.values()) {
            WindowSpec calendar = WindowSpec.calendar(new CalendarSpec(unit, ZONE), 0);
            if (calendar.reachNs(0) <= retentionNs) {
                windows.add(calendar);
            }
        }
        List<LaneSpec> lanes = new ArrayList<>();
        for (int window = 0; window < windows.size(); window++) {
            for (LaneSpec.Kind kind : LaneSpec.Kind.values()) {
                int condition = lanes.size() % 3 - 1;
                int column = kind.countsValues() ? 0 : lanes.size() % 2 == 0 ? LaneSpec.AMOUNT : 1;
                lanes.add(
                        new LaneSpec(
                                kind, window, condition, column, kind.countsValues() ? 4096 : 0));
            }
        }
        List<DecaySpec> decays =
                List.of(
                        new DecaySpec(retentionNs / 7, LaneSpec.ALL, LaneSpec.AMOUNT),
                        new DecaySpec(retentionNs / 3, 1, DecaySpec.ONE),
                        new DecaySpec(2 * retentionNs, 0, 1));
        return new EntityLayout(
                1,
                "everything",
                windows,
                lanes,
                decays,
                2,
                2,
                retentionNs,
                retentionNs + retentionNs / 2,
                capacity,
                maxEvents,
                false);
    }
}
