package dev.peregrine.scoring.features;

import dev.peregrine.policy.Aggregate;
import dev.peregrine.policy.EntitySpec;
import dev.peregrine.policy.FeatureSet;
import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.NumericField;
import dev.peregrine.policy.ValueField;
import dev.peregrine.policy.WhenFull;
import dev.peregrine.policy.Window;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.TransactionDecoder;
import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.KeyHasher;
import dev.peregrine.state.WindowSpec;
import dev.peregrine.state.WindowValues;
import java.util.ArrayList;
import java.util.List;

/**
 * The features of a policy as flat arrays: which windows each entity type keeps, and which value
 * each feature reads. One thread.
 */
public final class FeaturePlan {
    private final Aggregate[] aggregates;
    private final NumericField[] fields;
    private final int[] entityOf;
    private final int[] windowOf;
    private final long[] lengthNs;
    private final double[] from;
    private final double[] to;
    private final double[] divisor;
    private final EntityKey[] keys;
    private final List<EntityLayout> layouts;
    private final WindowValues[] values;
    private final boolean[] present;
    private final long latenessNs;
    private final long maxAmountMinor;

    private FeaturePlan(FeatureSet features, int tenantId, double minorUnits, KeyHasher hasher) {
        int count = features.features().size();
        aggregates = new Aggregate[count];
        fields = new NumericField[count];
        entityOf = new int[count];
        windowOf = new int[count];
        lengthNs = new long[count];
        from = new double[count];
        to = new double[count];
        divisor = new double[count];
        latenessNs = features.latenessNs();

        List<EntitySpec> entities =
                features.entities().stream()
                        .filter(
                                entity ->
                                        features.features().stream()
                                                .anyMatch(
                                                        feature ->
                                                                entity.name()
                                                                        .equals(feature.entity())))
                        .toList();
        List<List<WindowSpec>> windows = new ArrayList<>();
        entities.forEach(entity -> windows.add(new ArrayList<>()));
        for (int i = 0; i < count; i++) {
            FeatureSpec feature = features.features().get(i);
            aggregates[i] = feature.aggregate();
            fields[i] = feature.field() == null ? null : feature.field().field();
            from[i] = feature.from();
            to[i] = feature.to();
            divisor[i] = feature.majorUnits() ? minorUnits : 1;
            lengthNs[i] = feature.windowNs();
            entityOf[i] = -1;
            if (feature.aggregate().windowed()) {
                entityOf[i] = indexOf(entities, feature.entity());
                WindowSpec window = new WindowSpec(feature.windowNs(), feature.delayNs());
                List<WindowSpec> ofEntity = windows.get(entityOf[i]);
                if (!ofEntity.contains(window)) {
                    ofEntity.add(window);
                }
                windowOf[i] = ofEntity.indexOf(window);
            }
        }

        List<EntityLayout> made = new ArrayList<>();
        keys = new EntityKey[entities.size()];
        values = new WindowValues[entities.size()];
        present = new boolean[entities.size()];
        for (int e = 0; e < entities.size(); e++) {
            EntitySpec entity = entities.get(e);
            long reach = windows.get(e).stream().mapToLong(WindowSpec::reachNs).max().orElseThrow();
            made.add(
                    new EntityLayout(
                            tenantId,
                            entity.name(),
                            windows.get(e),
                            reach + features.latenessNs(),
                            entity.capacity(),
                            entity.maxEvents()));
            keys[e] = new EntityKey(tenantId, entity, hasher);
            values[e] = new WindowValues(windows.get(e).size());
        }
        layouts = List.copyOf(made);
        maxAmountMinor =
                layouts.stream()
                        .mapToLong(EntityLayout::maxAmountMinor)
                        .reduce(ProtocolLimits.MAX_AMOUNT_MINOR, Math::min);
    }

    /**
     * Compiles a policy's features.
     *
     * @param minorUnits minor units in one major unit of the base currency, such as 100
     */
    public static FeaturePlan compile(
            FeatureSet features, int tenantId, double minorUnits, KeyHasher hasher) {
        features.entities().forEach(FeaturePlan::requireCompilable);
        features.features().forEach(FeaturePlan::requireCompilable);
        return new FeaturePlan(features, tenantId, minorUnits, hasher);
    }

    private static void requireCompilable(EntitySpec entity) {
        if (entity.ttlNs() != 0 || entity.whenFull() != WhenFull.REFUSE) {
            throw new IllegalArgumentException("not compiled yet: entity " + entity.name());
        }
    }

    private static void requireCompilable(FeatureSpec feature) {
        boolean plain =
                switch (feature.aggregate()) {
                    case COUNT, SUM, MEAN, LABEL_RATE, FIRST_TIME, TIME_SINCE_LAST ->
                            feature.window().kind() == Window.Kind.SLIDING
                                    && feature.where() == null
                                    && feature.of().isEmpty()
                                    && (feature.field() == null
                                            || feature.field().equals(ValueField.AMOUNT));
                    case VALUE, IN_RANGE -> feature.field().field() != NumericField.ATTRIBUTE;
                    default -> false;
                };
        if (!plain) {
            throw new IllegalArgumentException("not compiled yet: feature " + feature.name());
        }
    }

    /** What the feature store has to keep; an index here is an entity type's index everywhere. */
    public List<EntityLayout> layouts() {
        return layouts;
    }

    /**
     * Greatest amount in the base currency that every entity can still sum without overflow, in
     * minor units.
     */
    public long maxAmountMinor() {
        return maxAmountMinor;
    }

    /** Number of features. */
    public int size() {
        return aggregates.length;
    }

    /**
     * How far a decision request's time may lie from the ingress time without being stale, in
     * nanoseconds.
     */
    public long latenessNs() {
        return latenessNs;
    }

    /** Finds the transaction's entities: {@link #present} and {@link #key} hold afterwards. */
    public void locate(TransactionView transaction) {
        for (int e = 0; e < keys.length; e++) {
            present[e] = keys[e].of(transaction);
        }
    }

    /** True when the transaction last located belongs to an entity of this type. */
    public boolean present(int entityType) {
        return present[entityType];
    }

    /** The key found by {@link #locate}. */
    public EntityKey key(int entityType) {
        return keys[entityType];
    }

    /** Where the store puts the windows' values of an entity type. */
    public WindowValues values(int entityType) {
        return values[entityType];
    }

    /** The entity's features are missing: the event is not kept with it. */
    public void absent(int entityType) {
        present[entityType] = false;
    }

    /**
     * Fills the dense vector from the windows' values.
     *
     * @param amountBase amount in minor units of the base currency
     */
    public void evaluate(TransactionView transaction, long amountBase, double[] vector) {
        for (int i = 0; i < aggregates.length; i++) {
            vector[i] =
                    aggregates[i].windowed()
                            ? windowed(i, transaction.fields().eventTimeNs())
                            : direct(i, transaction, amountBase);
        }
    }

    private double windowed(int i, long timeNs) {
        int e = entityOf[i];
        if (!present[e]) {
            return Double.NaN;
        }
        WindowValues v = values[e];
        int w = windowOf[i];
        return switch (aggregates[i]) {
            case COUNT -> v.count[w];
            case SUM -> v.sumMinor[w] / divisor[i];
            case MEAN -> v.count[w] == 0 ? Double.NaN : v.sumMinor[w] / divisor[i] / v.count[w];
            case LABEL_RATE -> v.count[w] == 0 ? 0 : (double) v.frauds[w] / v.count[w];
            case FIRST_TIME -> v.count[w] == 1 ? 1 : 0;
            case TIME_SINCE_LAST ->
                    v.previousTimeNs == WindowValues.NO_TIME
                                    || timeNs - v.previousTimeNs >= lengthNs[i]
                            ? Double.NaN
                            : (timeNs - v.previousTimeNs) / 1e9;
            default -> throw new IllegalStateException("not windowed: " + aggregates[i]);
        };
    }

    private double direct(int i, TransactionView transaction, long amountBase) {
        double value = value(fields[i], transaction, amountBase) / divisor[i];
        if (aggregates[i] == Aggregate.IN_RANGE) {
            return Double.isNaN(value) ? value : value >= from[i] && value <= to[i] ? 1 : 0;
        }
        return value;
    }

    private static double value(NumericField field, TransactionView transaction, long amountBase) {
        TransactionDecoder decoder = transaction.fields();
        return switch (field) {
            case AMOUNT_MINOR -> decoder.amountMinor();
            case AMOUNT -> amountBase;
            case HOUR -> transaction.hour();
            case DAY_OF_WEEK -> transaction.dayOfWeek();
            case MERCHANT_CATEGORY ->
                    decoder.merchantCategory() == TransactionDecoder.merchantCategoryNullValue()
                            ? Double.NaN
                            : decoder.merchantCategory();
            case CHANNEL -> decoder.channelRaw();
            case ATTRIBUTE -> throw new IllegalStateException("not compiled: " + field);
        };
    }

    private static int indexOf(List<EntitySpec> entities, String name) {
        for (int i = 0; i < entities.size(); i++) {
            if (entities.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no entity " + name);
    }
}
