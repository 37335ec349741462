package dev.peregrine.scoring.features;

import dev.peregrine.policy.TransactionVariable;
import dev.peregrine.policy.condition.ConditionField;
import dev.peregrine.policy.condition.OutcomeVariable;
import dev.peregrine.policy.condition.ResponseCodes;
import dev.peregrine.protocol.CurrencyCodes;
import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.AttributeType;
import dev.peregrine.protocol.codec.Channel;
import dev.peregrine.protocol.codec.Purpose;
import dev.peregrine.protocol.codec.TransactionDecoder;
import java.util.Locale;

/** Registers for the fields that conditions and rules can read, with the values that rules see. */
public final class FieldRegisters {
    private static final int BYTE_VALUES = 256;
    private static final double MICRO = 1e6;
    private static final NameTable CURRENCIES =
            new NameTable(ProtocolLimits.MAX_CURRENCY + 1, CurrencyCodes::alphabetic);
    private static final NameTable CHANNELS =
            new NameTable(BYTE_VALUES, i -> lower(Channel.get((short) i)));
    private static final NameTable PURPOSES =
            new NameTable(BYTE_VALUES, i -> lower(Purpose.get((short) i)));

    private FieldRegisters() {}

    /** Loads one value from a transaction; false when it is missing. */
    @FunctionalInterface
    private interface TransactionLoader {
        boolean load(TransactionView transaction, ValueRegister register);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /**
     * A register of its own for each use. That of {@code tx.ip} tells only whether there is one.
     *
     * @param field anything but {@code tx.stale_time}, which is no field of a transaction
     */
    public static ValueRegister of(ConditionField field) {
        if (field instanceof ConditionField.OfOutcome outcome) {
            return outcome(outcome.variable());
        }
        TransactionLoader loader =
                field instanceof ConditionField.OfAttribute attribute
                        ? attribute(attribute.id(), attribute.type())
                        : transaction(((ConditionField.OfTransaction) field).variable());
        return new ValueRegister() {
            @Override
            public boolean load(TransactionView transaction, OutcomeView outcome) {
                return loader.load(transaction, this);
            }
        };
    }

    private static ValueRegister outcome(OutcomeVariable variable) {
        return new ValueRegister() {
            @Override
            public boolean load(TransactionView transaction, OutcomeView outcome) {
                boolean known = outcome.known();
                if (variable == OutcomeVariable.RESPONSE_CODE) {
                    return known && loadText(outcome.code(), 0, outcome.code().capacity());
                }
                boolean approved =
                        known && ResponseCodes.approves(outcome.first(), outcome.second());
                boolean value =
                        variable == OutcomeVariable.KNOWN
                                ? known
                                : variable == OutcomeVariable.APPROVED
                                        ? approved
                                        : known && !approved;
                integer = value ? 1 : 0;
                return true;
            }
        };
    }

    private static TransactionLoader attribute(int id, AttributeType type) {
        return (transaction, register) -> {
            int index = transaction.attributeIndex(id, type);
            if (index < 0) {
                return false;
            }
            switch (type) {
                case INTEGER -> register.integer = transaction.attributeLong(index);
                case DOUBLE -> register.number = transaction.attributeDouble(index);
                case BOOLEAN -> register.integer = transaction.attributeBoolean(index) ? 1 : 0;
                default ->
                        register.loadText(
                                transaction.buffer(),
                                transaction.attributeOffset(index),
                                transaction.attributeLength(index));
            }
            return true;
        };
    }

    private static TransactionLoader transaction(TransactionVariable variable) {
        return switch (variable) {
            case AMOUNT_MINOR -> (t, r) -> integer(r, t.fields().amountMinor());
            case HOUR -> (t, r) -> integer(r, t.hour());
            case DAY_OF_WEEK -> (t, r) -> integer(r, t.dayOfWeek());
            case MERCHANT_CATEGORY ->
                    (t, r) ->
                            integer(r, t.fields().merchantCategory())
                                    && r.integer != TransactionDecoder.merchantCategoryNullValue();
            case LATITUDE ->
                    (t, r) ->
                            degrees(
                                    r,
                                    t.fields().latitudeMicro(),
                                    TransactionDecoder.latitudeMicroNullValue());
            case LONGITUDE ->
                    (t, r) ->
                            degrees(
                                    r,
                                    t.fields().longitudeMicro(),
                                    TransactionDecoder.longitudeMicroNullValue());
            case CURRENCY -> (t, r) -> CURRENCIES.load(t.fields().currency(), r);
            case CHANNEL -> (t, r) -> CHANNELS.load(t.fields().channelRaw(), r);
            case PURPOSE -> (t, r) -> PURPOSES.load(t.fields().purposeRaw(), r);
            case MERCHANT_COUNTRY ->
                    (t, r) -> country(t, r, TransactionDecoder.merchantCountryEncodingOffset());
            case ISSUER_COUNTRY ->
                    (t, r) -> country(t, r, TransactionDecoder.issuerCountryEncodingOffset());
            case IP -> (t, r) -> t.has(KeyField.IP);
            case CARD, ACCOUNT, MERCHANT, TERMINAL, DEVICE, EMAIL, EMAIL_DOMAIN ->
                    text(KeyField.valueOf(variable.name()));
            case EVENT_ID -> (t, r) -> r.loadText(t.buffer(), t.eventIdOffset(), t.eventIdLength());
            case STALE_TIME ->
                    throw new IllegalArgumentException("no field of a transaction: " + variable);
        };
    }

    private static boolean integer(ValueRegister register, long value) {
        register.integer = value;
        return true;
    }

    private static boolean degrees(ValueRegister register, int micro, int nullValue) {
        register.number = micro / MICRO;
        return micro != nullValue;
    }

    private static boolean country(TransactionView transaction, ValueRegister register, int place) {
        int offset = transaction.fields().offset() + place;
        return transaction.buffer().getByte(offset) != 0
                && register.loadText(transaction.buffer(), offset, 2);
    }

    private static TransactionLoader text(KeyField field) {
        return (transaction, register) ->
                transaction.has(field)
                        && register.loadText(
                                transaction.buffer(),
                                transaction.offset(field),
                                transaction.length(field));
    }
}
