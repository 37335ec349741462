package dev.peregrine.scoring.features;

import dev.peregrine.policy.Aggregate;
import dev.peregrine.policy.AttributeSpec;
import dev.peregrine.policy.EntitySpec;
import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.Window;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.state.LabelState;
import java.math.BigDecimal;
import java.math.RoundingMode;
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
    /** Entities of one type. */
    private static final class EntityType {
        final EntitySpec spec;
        final Map<List<Object>, OracleEntity> entities = new HashMap<>();
        long retentionNs;
        long latestWatermarkNs = Long.MIN_VALUE;

        EntityType(EntitySpec spec) {
            this.spec = spec;
        }

        void reach(Window window, long latenessNs) {
            long reachNs =
                    switch (window.kind()) {
                        case SLIDING, TUMBLING -> window.lengthNs();
                        case CALENDAR -> window.unit().maxNs();
                        case LAST_EVENTS, SESSION -> spec.ttlNs();
                        case FOREVER -> 0;
                    };
            retentionNs = Math.max(retentionNs, window.delayNs() + reachNs + latenessNs);
        }
    }

    private record Rate(long rate, int scale) {}

    private final PolicyBundle bundle;
    private final OracleParts parts;
    private final OracleAggregates aggregates;
    private final Map<String, EntityType> types = new HashMap<>();
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
            types.put(entity.name(), new EntityType(entity));
        }
        long latenessNs = bundle.features().latenessNs();
        for (FeatureSpec feature : bundle.features().features()) {
            if (feature.aggregate().span() != Aggregate.Span.NONE) {
                EntityType type = types.get(feature.entity());
                type.retentionNs = Math.max(type.retentionNs, Math.max(1, latenessNs));
                if (feature.window() != null) {
                    type.reach(feature.window(), latenessNs);
                }
            }
        }
        types.values().removeIf(type -> type.retentionNs == 0);
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

    /** Adds a transaction and gives the features as of it; NaN is missing. */
    double[] pay(Payment payment, long watermarkNs) {
        long amountBase = toBase(payment.amountMinor(), payment.currency());
        Map<String, OracleEntity> found = new HashMap<>();
        Map<String, OracleEvent> added = new HashMap<>();
        for (EntityType type : types.values()) {
            List<Object> key = parts.of(type.spec.key(), payment);
            if (key != null && payment.timeNs() > watermarkNs - type.retentionNs) {
                OracleEntity entity = type.entities.computeIfAbsent(key, k -> new OracleEntity());
                OracleEvent event = new OracleEvent(payment, amountBase);
                entity.add(
                        event,
                        watermarkNs,
                        type.retentionNs,
                        Math.max(type.spec.ttlNs(), type.retentionNs),
                        type.spec.maxEvents());
                type.latestWatermarkNs = watermarkNs;
                found.put(type.spec.name(), entity);
                added.put(type.spec.name(), event);
            }
        }
        List<FeatureSpec> features = bundle.features().features();
        double[] vector = new double[features.size()];
        for (int i = 0; i < vector.length; i++) {
            FeatureSpec feature = features.get(i);
            if (feature.aggregate().span() == Aggregate.Span.NONE) {
                vector[i] = aggregates.ofField(feature, new OracleEvent(payment, amountBase));
            } else if (!found.containsKey(feature.entity())) {
                vector[i] = Double.NaN;
            } else {
                vector[i] =
                        aggregates.of(
                                feature, found.get(feature.entity()), added.get(feature.entity()));
            }
        }
        return vector;
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
        for (EntityType type : types.values()) {
            OracleEntity entity = type.entities.get(parts.of(type.spec.key(), payment));
            if (entity != null && payment.timeNs() > type.latestWatermarkNs - type.retentionNs) {
                for (OracleEvent event : entity.held) {
                    if (OracleEvent.ORDER.compare(event, name) == 0) {
                        correction.accept(event);
                        held = true;
                    }
                }
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
