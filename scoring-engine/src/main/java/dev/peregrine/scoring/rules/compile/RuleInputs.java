package dev.peregrine.scoring.rules.compile;

import dev.peregrine.policy.TransactionVariable;
import dev.peregrine.policy.condition.ConditionField;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.AttributeType;
import dev.peregrine.protocol.event.IpAddressText;
import dev.peregrine.scoring.features.FieldRegisters;
import dev.peregrine.scoring.features.OutcomeView;
import dev.peregrine.scoring.features.TransactionView;
import dev.peregrine.scoring.features.ValueRegister;
import dev.peregrine.scoring.rules.RuleLists;
import java.util.List;

/**
 * The fields of one transaction that a bundle's rules read, each read once for all rules and found
 * by its slot. One thread; allocates nothing after construction.
 */
final class RuleInputs {
    private static final OutcomeView NO_OUTCOME = new OutcomeView();

    /** By slot: the value is there; for fields other than texts. */
    final boolean[] present;

    /** By slot: whole numbers, and booleans as 0 and 1. */
    final long[] integers;

    /** By slot: decimal numbers. */
    final double[] numbers;

    /** By slot: texts; null when missing. */
    final TextValue[] texts;

    private final RuleLists lists;
    private long ipHigh;
    private long ipLow;
    private final TextValue[] textBuffers;
    private final ValueRegister[] registers;
    private final AttributeType[] types;
    private final boolean[] isIp;

    /**
     * @param fields what the rules read; a field's slot is its place
     * @param lists where the rules look
     */
    RuleInputs(List<ConditionField> fields, RuleLists lists) {
        this.lists = lists;
        int size = fields.size();
        present = new boolean[size];
        integers = new long[size];
        numbers = new double[size];
        texts = new TextValue[size];
        textBuffers = new TextValue[size];
        registers = new ValueRegister[size];
        types = new AttributeType[size];
        isIp = new boolean[size];
        for (int slot = 0; slot < size; slot++) {
            ConditionField field = fields.get(slot);
            types[slot] = field.type();
            isIp[slot] = is(field, TransactionVariable.IP);
            if (types[slot] == AttributeType.STRING) {
                textBuffers[slot] = new TextValue(ProtocolLimits.MAX_ATTRIBUTE_LENGTH);
            }
            if (!is(field, TransactionVariable.STALE_TIME)) {
                registers[slot] = FieldRegisters.of(field);
            }
        }
    }

    private static boolean is(ConditionField field, TransactionVariable variable) {
        return field instanceof ConditionField.OfTransaction of && of.variable() == variable;
    }

    /**
     * Reads the fields.
     *
     * @param stale value of {@code tx.stale_time}
     */
    void load(TransactionView transaction, boolean stale) {
        ipHigh = transaction.fields().ip().high();
        ipLow = transaction.fields().ip().low();
        for (int slot = 0; slot < registers.length; slot++) {
            ValueRegister register = registers[slot];
            if (register == null) {
                present[slot] = true;
                integers[slot] = stale ? 1 : 0;
                continue;
            }
            boolean loaded = register.load(transaction, NO_OUTCOME);
            present[slot] = loaded;
            if (types[slot] == AttributeType.STRING) {
                texts[slot] = loaded ? text(slot, register, transaction) : null;
            } else {
                integers[slot] = register.integer();
                numbers[slot] = register.number();
            }
        }
    }

    /** True when a text is on a list of texts. */
    boolean isListed(int list, TextValue text) {
        return lists.contains(list, text.bytes, text.length);
    }

    /** True when the payer's address, which is there, is on a list of networks. */
    boolean isIpListed(int list) {
        return lists.containsIp(list, ipHigh, ipLow);
    }

    private TextValue text(int slot, ValueRegister register, TransactionView transaction) {
        TextValue text = textBuffers[slot];
        text.length =
                isIp[slot]
                        ? IpAddressText.write(
                                transaction.fields().ip().high(),
                                transaction.fields().ip().low(),
                                text.bytes)
                        : register.copyText(text.bytes);
        return text;
    }
}
