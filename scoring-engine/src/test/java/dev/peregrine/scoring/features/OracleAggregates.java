package dev.peregrine.scoring.features;

import dev.peregrine.policy.Aggregate;
import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.NumericField;
import dev.peregrine.policy.TransactionVariable;
import dev.peregrine.state.LabelState;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Every aggregate by its definition, over a list of events. NaN is missing; true is 1. */
final class OracleAggregates {
    private static final double NS_PER_SECOND = 1e9;
    private static final double NS_PER_HOUR = 3.6e12;
    private static final long NS_PER_MS = 1_000_000L;
    private static final long MS_PER_DAY = 86_400_000L;
    private static final double MINOR_UNITS = 100;
    private static final double EARTH_RADIUS_KM = 6371.0088;

    private final OracleParts parts;
    private final OracleCondition conditions;

    OracleAggregates(OracleParts parts) {
        this.parts = parts;
        conditions = new OracleCondition(parts);
    }

    double ofField(FeatureSpec feature, OracleEvent self) {
        double value = number(feature, self);
        if (feature.aggregate() == Aggregate.IN_RANGE && !Double.isNaN(value)) {
            return truth(value >= feature.from() && value <= feature.to());
        }
        return value;
    }

    double of(FeatureSpec feature, OracleEntity entity, OracleEvent self) {
        if (feature.aggregate().span() == Aggregate.Span.DECAY) {
            return decayed(feature, entity, self);
        }
        List<OracleEvent> window = entity.window(feature.window(), self);
        List<OracleEvent> events = window.stream().filter(e -> holds(feature, e)).toList();
        List<OracleEvent> others = events.stream().filter(e -> e != self).toList();
        return switch (feature.aggregate()) {
            case COUNT -> events.size();
            case SHARE -> ratio(events.size(), window.size());
            case LABEL_RATE ->
                    ratio(
                            (int) events.stream().filter(e -> e.label == LabelState.FRAUD).count(),
                            events.size());
            case TIME_SINCE_FIRST -> events.isEmpty() ? Double.NaN : since(events.get(0), self);
            case TIME_SINCE_LAST -> others.isEmpty() ? Double.NaN : since(last(others), self);
            case SPEED -> speed(others, self);
            case DISTINCT, TOP_SHARE, VALUE_SHARE, IS_TOP -> ofParts(feature, events, self);
            case FIRST_TIME -> firstTime(feature, others, self);
            case RATIO, Z_SCORE -> compared(feature, values(feature, others), self);
            case LAST -> ofValues(feature, values(feature, others));
            case TREND -> trend(feature, events);
            default -> ofValues(feature, values(feature, events));
        };
    }

    /** True when the feature's window holds more different values than are kept apart. */
    boolean overflows(FeatureSpec feature, OracleEntity entity, OracleEvent self) {
        return entity.window(feature.window(), self).stream()
                        .filter(e -> holds(feature, e))
                        .map(e -> parts.of(feature.of(), e.payment))
                        .filter(Objects::nonNull)
                        .distinct()
                        .count()
                > feature.maxDistinct();
    }

    private boolean holds(FeatureSpec feature, OracleEvent event) {
        return conditions.holds(feature.where(), event.payment, event.responseCode);
    }

    private static OracleEvent last(List<OracleEvent> events) {
        return events.get(events.size() - 1);
    }

    private static double truth(boolean value) {
        return value ? 1 : 0;
    }

    private static double ratio(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }

    private static double since(OracleEvent earlier, OracleEvent self) {
        return (double) (self.timeNs() - earlier.timeNs()) / NS_PER_SECOND;
    }

    /** The event's number, in the feature's unit. */
    private double number(FeatureSpec feature, OracleEvent event) {
        Object value =
                switch (feature.field().field()) {
                    case AMOUNT -> event.amountBase;
                    case ATTRIBUTE -> parts.attribute(event.payment, feature.field().attributeId());
                    case CHANNEL -> event.payment.channel().value();
                    default ->
                            OracleCondition.transaction(
                                    TransactionVariable.valueOf(feature.field().field().name()),
                                    event.payment);
                };
        if (value == null) {
            return Double.NaN;
        }
        if (value instanceof Boolean flag) {
            return truth(flag);
        }
        double number = ((Number) value).doubleValue();
        return feature.majorUnits() && feature.field().field() == NumericField.AMOUNT
                ? number / MINOR_UNITS
                : number;
    }

    /** Windowed values are whole: minor units, or an attribute of type integer. Null is missing. */
    private Long whole(FeatureSpec feature, OracleEvent event) {
        return feature.field().field() == NumericField.AMOUNT
                ? Long.valueOf(event.amountBase)
                : (Long) parts.attribute(event.payment, feature.field().attributeId());
    }

    private static double scale(FeatureSpec feature) {
        return feature.majorUnits() ? MINOR_UNITS : 1;
    }

    private List<Long> values(FeatureSpec feature, List<OracleEvent> events) {
        return events.stream().map(e -> whole(feature, e)).filter(Objects::nonNull).toList();
    }

    private static double ofValues(FeatureSpec feature, List<Long> values) {
        if (values.isEmpty()) {
            return feature.aggregate() == Aggregate.SUM ? 0 : Double.NaN;
        }
        double value =
                switch (feature.aggregate()) {
                    case SUM -> sum(values).doubleValue();
                    case MEAN -> mean(values);
                    case STDDEV -> deviation(values);
                    case MIN -> Collections.min(values).doubleValue();
                    case MAX -> Collections.max(values).doubleValue();
                    case FIRST -> values.get(0).doubleValue();
                    case LAST -> values.get(values.size() - 1).doubleValue();
                    default -> throw new IllegalArgumentException(feature.toString());
                };
        return value / scale(feature);
    }

    private static BigInteger sum(List<Long> values) {
        return values.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static double mean(List<Long> values) {
        return sum(values).doubleValue() / values.size();
    }

    private static double deviation(List<Long> values) {
        BigInteger n = BigInteger.valueOf(values.size());
        BigInteger squares =
                values.stream()
                        .map(v -> BigInteger.valueOf(v).pow(2))
                        .reduce(BigInteger.ZERO, BigInteger::add);
        return Math.sqrt(n.multiply(squares).subtract(sum(values).pow(2)).doubleValue())
                / values.size();
    }

    /** Ratio or z-score; missing where it would be divided by zero. */
    private double compared(FeatureSpec feature, List<Long> others, OracleEvent self) {
        Long value = whole(feature, self);
        if (value == null || others.isEmpty()) {
            return Double.NaN;
        }
        boolean ratio = feature.aggregate() == Aggregate.RATIO;
        BigInteger n = BigInteger.valueOf(others.size());
        BigInteger top = BigInteger.valueOf(value).multiply(n);
        double above = (ratio ? top : top.subtract(sum(others))).doubleValue() / others.size();
        double divisor = ratio ? mean(others) : deviation(others);
        return divisor == 0 ? Double.NaN : above / divisor;
    }

    private double ofParts(FeatureSpec feature, List<OracleEvent> events, OracleEvent self) {
        Map<List<Object>, Integer> counts = new HashMap<>();
        for (OracleEvent event : events) {
            List<Object> value = parts.of(feature.of(), event.payment);
            if (value != null) {
                counts.merge(value, 1, Integer::sum);
            }
        }
        int total = counts.values().stream().mapToInt(Integer::intValue).sum();
        int top = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        List<Object> own = parts.of(feature.of(), self.payment);
        return switch (feature.aggregate()) {
            case DISTINCT -> counts.size();
            case TOP_SHARE -> ratio(top, total);
            case VALUE_SHARE ->
                    own == null ? Double.NaN : ratio(counts.getOrDefault(own, 0), total);
            default -> own == null ? Double.NaN : truth(counts.getOrDefault(own, 0) == top);
        };
    }

    private double firstTime(FeatureSpec feature, List<OracleEvent> others, OracleEvent self) {
        if (feature.of().isEmpty()) {
            return truth(others.isEmpty());
        }
        List<Object> own = parts.of(feature.of(), self.payment);
        return own == null
                ? Double.NaN
                : truth(
                        others.stream()
                                .noneMatch(e -> own.equals(parts.of(feature.of(), e.payment))));
    }

    private static double speed(List<OracleEvent> others, OracleEvent self) {
        List<OracleEvent> placed =
                others.stream().filter(e -> e.payment.latitudeMicro() != null).toList();
        if (placed.isEmpty() || self.payment.latitudeMicro() == null) {
            return Double.NaN;
        }
        OracleEvent from = last(placed);
        double hours = Math.max(1e9, (double) (self.timeNs() - from.timeNs())) / NS_PER_HOUR;
        return distanceKm(from.payment, self.payment) / hours;
    }

    private static double distanceKm(Payment from, Payment to) {
        double latitude1 = Math.toRadians(from.latitudeMicro() / 1e6);
        double latitude2 = Math.toRadians(to.latitudeMicro() / 1e6);
        double acrossLongitude =
                Math.toRadians((to.longitudeMicro().doubleValue() - from.longitudeMicro()) / 1e6);
        double acrossLatitude =
                Math.toRadians((to.latitudeMicro().doubleValue() - from.latitudeMicro()) / 1e6);
        double haversine =
                Math.pow(Math.sin(acrossLatitude / 2), 2)
                        + Math.cos(latitude1)
                                * Math.cos(latitude2)
                                * Math.pow(Math.sin(acrossLongitude / 2), 2);
        return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(Math.min(1, haversine)));
    }

    /** Times are taken in whole milliseconds. */
    private double trend(FeatureSpec feature, List<OracleEvent> events) {
        BigInteger n = BigInteger.ZERO;
        BigInteger x = BigInteger.ZERO;
        BigInteger y = BigInteger.ZERO;
        BigInteger xx = BigInteger.ZERO;
        BigInteger xy = BigInteger.ZERO;
        for (OracleEvent event : events) {
            Long value = whole(feature, event);
            if (value != null) {
                BigInteger timeMs = BigInteger.valueOf(Math.floorDiv(event.timeNs(), NS_PER_MS));
                BigInteger minor = BigInteger.valueOf(value);
                n = n.add(BigInteger.ONE);
                x = x.add(timeMs);
                y = y.add(minor);
                xx = xx.add(timeMs.multiply(timeMs));
                xy = xy.add(timeMs.multiply(minor));
            }
        }
        BigInteger spread = n.multiply(xx).subtract(x.multiply(x));
        if (spread.signum() == 0) {
            return Double.NaN;
        }
        BigInteger common = n.multiply(xy).subtract(x.multiply(y));
        return new BigDecimal(common)
                        .multiply(BigDecimal.valueOf(MS_PER_DAY))
                        .divide(new BigDecimal(spread), MathContext.DECIMAL128)
                        .doubleValue()
                / scale(feature);
    }

    private double decayed(FeatureSpec feature, OracleEntity entity, OracleEvent self) {
        double sum = 0;
        for (OracleEvent event : entity.life(self)) {
            if (OracleEvent.ORDER.compare(event, self) <= 0
                    && !event.reversed
                    && holds(feature, event)) {
                Long value =
                        feature.aggregate() == Aggregate.DECAYED_COUNT
                                ? Long.valueOf(1)
                                : whole(feature, event);
                double halves = (double) (self.timeNs() - event.timeNs()) / feature.halfLifeNs();
                sum += value == null ? 0 : value / scale(feature) * Math.pow(2, -halves);
            }
        }
        return sum;
    }
}
