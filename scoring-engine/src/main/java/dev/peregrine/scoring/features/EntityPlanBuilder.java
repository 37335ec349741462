package dev.peregrine.scoring.features;

import dev.peregrine.policy.CalendarUnit;
import dev.peregrine.policy.EntitySpec;
import dev.peregrine.policy.WhenFull;
import dev.peregrine.policy.Window;
import dev.peregrine.policy.condition.Condition;
import dev.peregrine.state.CalendarSpec;
import dev.peregrine.state.DecaySpec;
import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.KeyHasher;
import dev.peregrine.state.LaneSpec;
import dev.peregrine.state.WindowSpec;
import dev.peregrine.state.ZoneOffsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects what the features of one entity type need to be kept, each thing once. What a feature
 * asks for is named by an index that stays.
 */
final class EntityPlanBuilder {
    private final EntitySpec entity;
    private final List<WindowSpec> windows = new ArrayList<>();
    private final List<LaneSpec> lanes = new ArrayList<>();
    private final List<DecaySpec> decays = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();
    private final List<Condition> conditions = new ArrayList<>();

    EntityPlanBuilder(EntitySpec entity) {
        this.entity = entity;
    }

    String name() {
        return entity.name();
    }

    int window(Window window) {
        return indexOf(windows, spec(window));
    }

    /** Index of a condition; {@link LaneSpec#ALL} for null. */
    int condition(Condition condition) {
        return condition == null ? LaneSpec.ALL : indexOf(conditions, condition);
    }

    int column(Column column) {
        return indexOf(columns, column);
    }

    int decay(DecaySpec decay) {
        return indexOf(decays, decay);
    }

    /**
     * Index of a lane. One that gives more serves as well: SQUARES for MOMENTS, TOP_VALUES for
     * VALUES.
     */
    int lane(LaneSpec.Kind kind, int window, int condition, int column, int maxValues) {
        for (int i = 0; i < lanes.size(); i++) {
            LaneSpec held = lanes.get(i);
            if (held.window() == window
                    && held.condition() == condition
                    && held.column() == column
                    && held.maxValues() == maxValues
                    && (serves(held.kind(), kind) || serves(kind, held.kind()))) {
                LaneSpec.Kind more = serves(held.kind(), kind) ? held.kind() : kind;
                lanes.set(i, new LaneSpec(more, window, condition, column, maxValues));
                return i;
            }
        }
        lanes.add(new LaneSpec(kind, window, condition, column, maxValues));
        return lanes.size() - 1;
    }

    private static boolean serves(LaneSpec.Kind held, LaneSpec.Kind asked) {
        return held == asked
                || (held == LaneSpec.Kind.SQUARES && asked == LaneSpec.Kind.MOMENTS)
                || (held == LaneSpec.Kind.TOP_VALUES && asked == LaneSpec.Kind.VALUES);
    }

    /** What columns and conditions mean, to be compared. */
    Object meanings() {
        return List.of(List.copyOf(columns), List.copyOf(conditions));
    }

    EntityPlan build(int tenantId, long latenessNs, KeyHasher hasher) {
        long reachNs = 0;
        for (WindowSpec window : windows) {
            reachNs = Math.max(reachNs, window.reachNs(entity.ttlNs()));
        }
        long retentionNs = Math.max(1, reachNs + latenessNs);
        EntityLayout layout =
                new EntityLayout(
                        tenantId,
                        entity.name(),
                        windows,
                        lanes,
                        decays,
                        columns.size(),
                        conditions.size(),
                        retentionNs,
                        Math.max(entity.ttlNs(), retentionNs),
                        entity.capacity(),
                        entity.maxEvents(),
                        entity.whenFull() == WhenFull.EVICT_OLDEST);
        boolean[] summed = new boolean[columns.size()];
        for (int i = 0; i < summed.length; i++) {
            summed[i] = columns.get(i).summed();
        }
        return new EntityPlan(
                new EntityLegend(entity, columns, conditions),
                layout,
                new EntityKey(tenantId, entity, hasher),
                columns.stream().map(column -> column.reader(hasher)).toArray(Column.Reader[]::new),
                summed,
                conditions.stream()
                        .map(ConditionEvaluator::compile)
                        .toArray(ConditionEvaluator[]::new));
    }

    private static WindowSpec spec(Window window) {
        return switch (window.kind()) {
            case SLIDING -> WindowSpec.sliding(window.lengthNs(), window.delayNs());
            case TUMBLING -> WindowSpec.tumbling(window.lengthNs(), window.delayNs());
            case CALENDAR ->
                    WindowSpec.calendar(
                            new CalendarSpec(
                                    unit(window.unit()),
                                    new ZoneOffsets(
                                            window.zone().transitionsNs(),
                                            window.zone().offsetsSeconds())),
                            window.delayNs());
            case LAST_EVENTS -> WindowSpec.lastEvents(window.events(), window.delayNs());
            case SESSION -> WindowSpec.session(window.lengthNs());
            case FOREVER -> WindowSpec.forever(window.delayNs());
        };
    }

    private static CalendarSpec.Unit unit(CalendarUnit unit) {
        return switch (unit) {
            case DAY -> CalendarSpec.Unit.DAY;
            case WEEK -> CalendarSpec.Unit.WEEK;
            case MONTH -> CalendarSpec.Unit.MONTH;
        };
    }

    private static <T> int indexOf(List<T> list, T item) {
        int index = list.indexOf(item);
        if (index < 0) {
            list.add(item);
            index = list.size() - 1;
        }
        return index;
    }
}
