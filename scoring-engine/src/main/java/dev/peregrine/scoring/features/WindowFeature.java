package dev.peregrine.scoring.features;

import dev.peregrine.policy.Aggregate;
import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.NumericField;
import dev.peregrine.state.DecaySpec;
import dev.peregrine.state.EntityEvent;
import dev.peregrine.state.EntityValues;
import dev.peregrine.state.ExactSums;
import dev.peregrine.state.LaneSpec;
import dev.peregrine.state.WindowSpec;

/** A feature over an entity's events: reads what the store gave for its window. */
final class WindowFeature implements FeatureValue {
    private static final double NS_PER_SECOND = 1e9;
    private static final double SECONDS_PER_DAY = 86_400;
    private static final int NONE = -1;

    private final Aggregate aggregate;
    private final int window;
    private final int condition;
    private final int column;
    private final int lane;
    private final int decay;
    private final double divisor;
    private EntityPlan plan;
    private boolean delayed;

    /** Asks the builder for what the feature needs. */
    WindowFeature(FeatureSpec feature, EntityPlanBuilder entity, double minorUnits) {
        aggregate = feature.aggregate();
        divisor = feature.majorUnits() ? minorUnits : 1;
        condition = entity.condition(feature.where());
        column = column(feature, entity);
        window = feature.window() == null ? NONE : entity.window(feature.window());
        LaneSpec.Kind kind = lane(feature);
        lane =
                kind == null
                        ? NONE
                        : entity.lane(
                                kind,
                                window,
                                condition,
                                column,
                                kind.countsValues() ? feature.maxDistinct() : 0);
        decay =
                aggregate.span() == Aggregate.Span.DECAY
                        ? entity.decay(new DecaySpec(feature.halfLifeNs(), condition, column))
                        : NONE;
    }

    private static int column(FeatureSpec feature, EntityPlanBuilder entity) {
        if (feature.aggregate() == Aggregate.DECAYED_COUNT) {
            return DecaySpec.ONE;
        }
        if (feature.aggregate() == Aggregate.SPEED) {
            return entity.column(new Column.Place());
        }
        if (!feature.of().isEmpty()) {
            return entity.column(new Column.Parts(feature.of()));
        }
        return feature.field() == null || feature.field().field() == NumericField.AMOUNT
                ? LaneSpec.AMOUNT
                : entity.column(new Column.Numeric(feature.field()));
    }

    /** What the feature needs beside count, sum and frauds of its window; null for nothing. */
    private LaneSpec.Kind lane(FeatureSpec feature) {
        boolean plain = condition == LaneSpec.ALL && column == LaneSpec.AMOUNT;
        return switch (aggregate) {
            case COUNT, SUM, MEAN, RATIO, LABEL_RATE, SHARE -> plain ? null : LaneSpec.Kind.MOMENTS;
            case STDDEV, Z_SCORE -> LaneSpec.Kind.SQUARES;
            case MIN, MAX -> LaneSpec.Kind.EXTREMES;
            case FIRST, LAST, TIME_SINCE_FIRST, TIME_SINCE_LAST, SPEED -> LaneSpec.Kind.ENDS;
            case DISTINCT, VALUE_SHARE -> LaneSpec.Kind.VALUES;
            case TOP_SHARE, IS_TOP -> LaneSpec.Kind.TOP_VALUES;
            case FIRST_TIME ->
                    !feature.of().isEmpty()
                            ? LaneSpec.Kind.VALUES
                            : plain ? null : LaneSpec.Kind.MOMENTS;
            case TREND -> LaneSpec.Kind.TREND;
            case DECAYED_COUNT, DECAYED_SUM -> null;
            case VALUE, IN_RANGE -> throw new IllegalArgumentException("not over events");
        };
    }

    /** Ties the feature to its entity type once that is complete. */
    WindowFeature bind(EntityPlan entity) {
        plan = entity;
        if (window != NONE) {
            WindowSpec spec = entity.layout().windows().get(window);
            delayed = spec.delayNs() > 0;
        }
        return this;
    }

    /** What it reads of its entity type, which has this index. */
    FeatureUse use(int entityType) {
        return new FeatureUse(entityType, window, lane, decay);
    }

    @Override
    public double of(TransactionView transaction, long amountBase) {
        return plan.present() ? value(plan.values(), plan.event()) : Double.NaN;
    }

    private double value(EntityValues v, EntityEvent event) {
        return switch (aggregate) {
            case COUNT -> count(v);
            case SUM -> sum(v) / divisor;
            case MEAN -> count(v) == 0 ? Double.NaN : sum(v) / divisor / count(v);
            case STDDEV ->
                    count(v) == 0
                            ? Double.NaN
                            : ExactSums.standardDeviation(
                                            count(v), sum(v), v.lane(lane, 3), v.lane(lane, 4))
                                    / divisor;
            case MIN -> number(v.lane(lane, 0));
            case MAX -> number(v.lane(lane, 1));
            case FIRST -> number(v.lane(lane, 0));
            case LAST -> number(v.lane(lane, 2));
            case RATIO -> ratio(v, event);
            case Z_SCORE -> zScore(v, event);
            case LABEL_RATE -> count(v) == 0 ? 0 : (double) frauds(v) / count(v);
            case SHARE -> v.count[window] == 0 ? 0 : (double) count(v) / v.count[window];
            case FIRST_TIME -> firstTime(v, event);
            case TIME_SINCE_FIRST -> since(v.lane(lane, 1), event);
            case TIME_SINCE_LAST -> since(v.lane(lane, 3), event);
            case SPEED -> speed(v, event);
            case DISTINCT -> v.lane(lane, 0);
            case VALUE_SHARE -> valueShare(v, event);
            case TOP_SHARE -> v.lane(lane, 2) == 0 ? 0 : (double) v.lane(lane, 4) / v.lane(lane, 2);
            case IS_TOP ->
                    event.columns[column] == EntityEvent.MISSING
                            ? Double.NaN
                            : v.lane(lane, 1) >= v.lane(lane, 4) ? 1 : 0;
            case TREND -> Double.longBitsToDouble(v.lane(lane, 0)) * SECONDS_PER_DAY / divisor;
            case DECAYED_COUNT, DECAYED_SUM -> v.decayed[decay] / divisor;
            case VALUE, IN_RANGE -> throw new IllegalStateException("not over events");
        };
    }

    private long count(EntityValues v) {
        return lane == NONE ? v.count[window] : v.lane(lane, 0);
    }

    private long frauds(EntityValues v) {
        return lane == NONE ? v.frauds[window] : v.lane(lane, 1);
    }

    private long sum(EntityValues v) {
        return lane == NONE ? v.sumMinor[window] : v.lane(lane, 2);
    }

    private double number(long value) {
        return value == EntityEvent.MISSING ? Double.NaN : value / divisor;
    }

    private double ratio(EntityValues v, EntityEvent event) {
        long own = own(event);
        boolean within = holds(event);
        long others = count(v) - (within ? 1 : 0);
        long sum = sum(v) - (within ? own : 0);
        return own == EntityEvent.MISSING || others == 0 || sum == 0
                ? Double.NaN
                : own / (sum / (double) others);
    }

    private double zScore(EntityValues v, EntityEvent event) {
        long own = own(event);
        boolean within = holds(event);
        long others = count(v) - (within ? 1 : 0);
        if (own == EntityEvent.MISSING || others == 0) {
            return Double.NaN;
        }
        long sum = sum(v) - (within ? own : 0);
        long high = v.lane(lane, 3);
        long low = v.lane(lane, 4);
        if (within) {
            long square = own * own;
            high -= Math.multiplyHigh(own, own) + (Long.compareUnsigned(low, square) < 0 ? 1 : 0);
            low -= square;
        }
        double deviation = ExactSums.standardDeviation(others, sum, high, low);
        return deviation == 0 ? Double.NaN : (own - sum / (double) others) / deviation;
    }

    private double firstTime(EntityValues v, EntityEvent event) {
        if (column >= 0 && event.columns[column] == EntityEvent.MISSING) {
            return Double.NaN;
        }
        long seen = column >= 0 ? v.lane(lane, 1) : count(v);
        return seen <= (holds(event) ? 1 : 0) ? 1 : 0;
    }

    private double valueShare(EntityValues v, EntityEvent event) {
        if (event.columns[column] == EntityEvent.MISSING) {
            return Double.NaN;
        }
        return v.lane(lane, 2) == 0 ? 0 : (double) v.lane(lane, 1) / v.lane(lane, 2);
    }

    private double speed(EntityValues v, EntityEvent event) {
        long last = v.lane(lane, 2);
        long own = event.columns[column];
        return last == EntityEvent.MISSING || own == EntityEvent.MISSING
                ? Double.NaN
                : Places.speedKmh(last, own, event.timeNs - v.lane(lane, 3));
    }

    private static double since(long timeNs, EntityEvent event) {
        return timeNs == EntityEvent.MISSING ? Double.NaN : (event.timeNs - timeNs) / NS_PER_SECOND;
    }

    /** This event's own value. */
    private long own(EntityEvent event) {
        return column == LaneSpec.AMOUNT ? event.amountMinor : event.columns[column];
    }

    /** True when the window counts the event itself. */
    private boolean holds(EntityEvent event) {
        return !delayed
                && own(event) != EntityEvent.MISSING
                && (condition == LaneSpec.ALL || (event.conditions & 1L << condition) != 0);
    }
}
