package dev.peregrine.policy;

import dev.peregrine.policy.condition.Condition;
import java.util.List;

/**
 * Makes a {@link FeatureSpec}. Of what the aggregate takes, the field is the amount and the number
 * of different values {@value #DEFAULT_MAX_DISTINCT} unless they are set. Checks nothing.
 */
public final class FeatureSpecBuilder {
    /** Different values that are kept apart, when the feature does not say how many. */
    public static final int DEFAULT_MAX_DISTINCT = 1024;

    private final String name;
    private final Aggregate aggregate;
    private String entity;
    private Window window;
    private Condition where;
    private List<KeyPart> of = List.of();
    private boolean majorUnits;
    private ValueField field;
    private double from;
    private double to;
    private long halfLifeNs;
    private int maxDistinct = DEFAULT_MAX_DISTINCT;
    private String description = "";

    public FeatureSpecBuilder(String name, Aggregate aggregate) {
        this.name = name;
        this.aggregate = aggregate;
        this.field = aggregate.argument() == Aggregate.Argument.VALUE ? ValueField.AMOUNT : null;
    }

    /** Whose events, and which of them. */
    public FeatureSpecBuilder over(String newEntity, Window newWindow) {
        entity = newEntity;
        window = newWindow;
        return this;
    }

    /** Whose events, and when each counts half, in nanoseconds. */
    public FeatureSpecBuilder decaying(String newEntity, long newHalfLifeNs) {
        entity = newEntity;
        halfLifeNs = newHalfLifeNs;
        return this;
    }

    public FeatureSpecBuilder where(Condition value) {
        where = value;
        return this;
    }

    public FeatureSpecBuilder of(List<KeyPart> value) {
        of = value;
        return this;
    }

    public FeatureSpecBuilder majorUnits(boolean value) {
        majorUnits = value;
        return this;
    }

    public FeatureSpecBuilder field(ValueField value) {
        field = value;
        return this;
    }

    /** Bounds, both inclusive. */
    public FeatureSpecBuilder range(double newFrom, double newTo) {
        from = newFrom;
        to = newTo;
        return this;
    }

    public FeatureSpecBuilder maxDistinct(int value) {
        maxDistinct = value;
        return this;
    }

    public FeatureSpecBuilder description(String value) {
        description = value;
        return this;
    }

    public FeatureSpec build() {
        return new FeatureSpec(
                name,
                aggregate,
                type(),
                entity,
                window,
                where,
                of,
                majorUnits,
                field,
                from,
                to,
                halfLifeNs,
                of.isEmpty() ? 0 : maxDistinct,
                description);
    }

    private FeatureType type() {
        if (aggregate.type() == FeatureType.BOOLEAN) {
            return FeatureType.BOOLEAN;
        }
        if (majorUnits) {
            return FeatureType.DOUBLE;
        }
        return aggregate == Aggregate.VALUE ? field.type() : aggregate.type();
    }
}
