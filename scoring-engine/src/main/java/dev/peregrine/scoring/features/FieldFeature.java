package dev.peregrine.scoring.features;

import dev.peregrine.policy.Aggregate;
import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.NumericField;
import dev.peregrine.policy.ValueField;

/** A feature of the transaction alone. */
final class FieldFeature implements FeatureValue {
    private final ValueField field;
    private final boolean range;
    private final double from;
    private final double to;
    private final double divisor;

    FieldFeature(FeatureSpec feature, double minorUnits) {
        field = feature.field();
        range = feature.aggregate() == Aggregate.IN_RANGE;
        from = feature.from();
        to = feature.to();
        divisor = feature.majorUnits() ? minorUnits : 1;
    }

    @Override
    public double of(TransactionView transaction, long amountBase) {
        double value =
                field.field() == NumericField.AMOUNT
                        ? amountBase / divisor
                        : NumericValues.number(field, transaction);
        if (range && !Double.isNaN(value)) {
            return value >= from && value <= to ? 1 : 0;
        }
        return value;
    }
}
