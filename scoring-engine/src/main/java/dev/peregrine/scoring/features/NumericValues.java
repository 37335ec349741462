package dev.peregrine.scoring.features;

import dev.peregrine.policy.NumericField;
import dev.peregrine.policy.ValueField;
import dev.peregrine.protocol.codec.AttributeType;
import dev.peregrine.protocol.codec.TransactionDecoder;
import dev.peregrine.state.EntityEvent;

/** Numbers of a transaction by {@link ValueField}. All but the amount in the base currency. */
final class NumericValues {
    private NumericValues() {}

    /** A whole number, or {@link EntityEvent#MISSING}. */
    static long integer(ValueField field, TransactionView transaction) {
        TransactionDecoder fields = transaction.fields();
        return switch (field.field()) {
            case AMOUNT_MINOR -> fields.amountMinor();
            case HOUR -> transaction.hour();
            case DAY_OF_WEEK -> transaction.dayOfWeek();
            case MERCHANT_CATEGORY ->
                    fields.merchantCategory() == TransactionDecoder.merchantCategoryNullValue()
                            ? EntityEvent.MISSING
                            : fields.merchantCategory();
            case CHANNEL -> fields.channelRaw();
            case ATTRIBUTE -> attribute(field, transaction);
            case AMOUNT -> throw new IllegalArgumentException("kept with every event");
        };
    }

    /** Any number; NaN for missing. */
    static double number(ValueField field, TransactionView transaction) {
        if (field.field() == NumericField.ATTRIBUTE
                && field.attributeType() == AttributeType.DOUBLE) {
            int place = transaction.attributeIndex(field.attributeId(), AttributeType.DOUBLE);
            return place < 0 ? Double.NaN : transaction.attributeDouble(place);
        }
        long value = integer(field, transaction);
        return value == EntityEvent.MISSING ? Double.NaN : value;
    }

    private static long attribute(ValueField field, TransactionView transaction) {
        int place = transaction.attributeIndex(field.attributeId(), field.attributeType());
        if (place < 0) {
            return EntityEvent.MISSING;
        }
        return field.attributeType() == AttributeType.BOOLEAN
                ? (transaction.attributeBoolean(place) ? 1 : 0)
                : transaction.attributeLong(place);
    }
}
