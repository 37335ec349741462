package dev.peregrine.scoring.features;

import dev.peregrine.policy.Aggregate;
import dev.peregrine.policy.AttributeSpec;
import dev.peregrine.policy.EntitySpec;
import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.state.LabelState;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The features of one tenant, plainly: lists of events on the heap, everything computed anew for
 * each event. Written from what {@code Aggregate}, {@code Window} and {@code FeatureSpec} promise.
 *
 * <p>It is told only of events that had an effect; whether they have one is not its matter, apart
 * from labels that another one supersedes and corrections of what is no longer held.
 */
final class FeatureOracle {
    /**
     * What a feature must be.
     *
     * @param value NaN is missing
     * @param atMost true where the window has held more different values than are counted: what
     *     counts them may be too low from then on
     */
    record Expected(double value, boolean atMost) {}

    private record Rate(long rate, int scale) {}

    private final PolicyBundle bundle;
    private final OracleParts parts;
    private final OracleAggregates aggregates;
    private final Map<String, OracleType> types = new HashMap<>();
    private final Map<Integer, Rate> rates = new HashMap<>();

    FeatureOracle(PolicyBundle bundle) {
        this.bundle = bundle;
        Map<Integer, Class<?>> attributeTypes = new HashMap<>();
        for (AttributeSpec attribute : bundle.attributes()) {
            attributeTypes.put(attribute.id(), typeOf(attribute));
        }
        parts = new OracleParts(attributeTypes);
        aggregates = new OracleAggregates(parts);
        for (EntitySpec entity : bundle.features().entities()) {
            types.put(entity.name(), new OracleType(entity));
        }
        long latenessNs = bundle.features().latenessNs();
        for (FeatureSpec feature : bundle.features().features()) {
            if (feature.aggregate().span() != Aggregate.Span.NONE) {
                types.get(feature.entity()).reach(feature.window(), latenessNs);
            }
        }
        types.values().removeIf(type -> !type.isUsed());
    }

    private static Class<?> typeOf(AttributeSpec attribute) {
        return switch (attribute.type()) {
            case INTEGER -> Long.class;
            case DOUBLE -> Double.class;
            case BOOLEAN -> Boolean.class;
            default -> String.class;
        };
    }

    void rate(int from, long rate, int scale) {
        rates.put(from, new Rate(rate, scale));
    }

    /** True when every entity of a transaction is there or can be made. */
    boolean hasRoom(Payment payment, long watermarkNs) {
        for (OracleType type : types.values()) {
            List<Object> key = parts.of(type.spec.key(), payment);
            if (key != null
                    && type.keeps(payment.timeNs(), watermarkNs)
                    && !type.hasRoom(key, watermarkNs)) {
                return false;
            }
        }
        return true;
    }

    /** Adds a transaction and gives the features as of it, in the bundle's order. */
    List<Expected> pay(Payment payment, long watermarkNs) {
        long amountBase = toBase(payment.amountMinor(), payment.currency());
        Map<String, OracleEntity> found = new HashMap<>();
        Map<String, OracleEvent> added = new HashMap<>();
        for (OracleType type : types.values()) {
            List<Object> key = parts.of(type.spec.key(), payment);
            if (key != null && type.keeps(payment.timeNs(), watermarkNs)) {
                OracleEvent event = new OracleEvent(payment, amountBase);
                OracleEntity entity = type.add(key, event, watermarkNs);
                noteOverflow(type, entity, event);
                found.put(type.spec.name(), entity);
                added.put(type.spec.name(), event);
            }
        }
        List<Expected> expected = new ArrayList<>();
        for (FeatureSpec feature : bundle.features().features()) {
            OracleEntity entity = found.get(feature.entity());
            double value;
            if (feature.aggregate().span() == Aggregate.Span.NONE) {
                value = aggregates.ofField(feature, new OracleEvent(payment, amountBase));
            } else if (entity == null) {
                value = Double.NaN;
            } else {
                value = aggregates.of(feature, entity, added.get(feature.entity()));
            }
            boolean atMost = entity != null && entity.overflowed.contains(feature.name());
            expected.add(new Expected(value, atMost));
        }
        return expected;
    }

    /**
     * Notes where a window holds more different values than are kept apart, as of an event or as of
     * the latest one.
     */
    private void noteOverflow(OracleType type, OracleEntity entity, OracleEvent event) {
        for (FeatureSpec feature : bundle.features().features()) {
            if (!feature.of().isEmpty()
                    && type.spec.name().equals(feature.entity())
                    && entity.all.size() > feature.maxDistinct()
                    && (aggregates.overflows(feature, entity, event)
                            || aggregates.overflows(feature, entity, entity.latestHeld(event)))) {
                entity.overflowed.add(feature.name());
            }
        }
    }

    /** Like the other corrections: true when an entity holds the transaction. */
    boolean label(Payment payment, LabelKind kind, long labelTimeNs) {
        LabelState state =
                switch (kind) {
                    case FRAUD, CHARGEBACK -> LabelState.FRAUD;
                    case LEGITIMATE -> LabelState.LEGITIMATE;
                    default -> LabelState.NONE;
                };
        return correct(payment, event -> event.label(state, labelTimeNs));
    }

    boolean reverse(Payment payment, long amountMinor) {
        long amountBase =
                amountMinor >= payment.amountMinor()
                        ? Long.MAX_VALUE
                        : toBase(amountMinor, payment.currency());
        return correct(payment, event -> event.reverse(amountBase));
    }

    boolean outcome(Payment payment, String responseCode) {
        return correct(
                payment,
                event ->
                        event.responseCode =
                                responseCode.isEmpty() ? event.responseCode : responseCode);
    }

    private boolean correct(Payment payment, Consumer<OracleEvent> correction) {
        OracleEvent name = new OracleEvent(payment, 0);
        boolean held = false;
        for (OracleType type : types.values()) {
            OracleEntity entity =
                    type.holding(parts.of(type.spec.key(), payment), payment.timeNs());
            for (OracleEvent event : entity == null ? List.<OracleEvent>of() : entity.held) {
                if (OracleEvent.ORDER.compare(event, name) == 0) {
                    correction.accept(event);
                    held = true;
                }
            }
            if (entity != null) {
                entity.forgetWindows();
                noteOverflow(type, entity, entity.latestHeld(name));
            }
        }
        return held;
    }

    private long toBase(long amountMinor, int currency) {
        if (currency == bundle.baseCurrency() || !rates.containsKey(currency)) {
            return amountMinor;
        }
        Rate rate = rates.get(currency);
        return BigDecimal.valueOf(amountMinor)
                .multiply(BigDecimal.valueOf(rate.rate(), rate.scale()))
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }
}
