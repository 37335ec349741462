package dev.peregrine.scoring.model;

import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.TransactionVariable;
import dev.peregrine.policy.condition.ConditionField;
import dev.peregrine.policy.model.ModelInput;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.AttributeType;
import dev.peregrine.scoring.features.FieldRegisters;
import dev.peregrine.scoring.features.OutcomeView;
import dev.peregrine.scoring.features.TransactionView;
import dev.peregrine.scoring.features.ValueRegister;
import java.util.List;

/** Fills a model's row from a payment. One thread; allocates nothing per payment. */
final class RowReader {
    private static final OutcomeView NO_OUTCOME = new OutcomeView();

    private final double[] row;
    private final int[] features;
    private final ValueRegister[] registers;
    private final AttributeType[] types;
    private final CategoryCodes[] categories;
    private final byte[] text = new byte[ProtocolLimits.MAX_ATTRIBUTE_LENGTH];

    /**
     * @param places where the outputs of models lie; null where no input is one
     */
    RowReader(List<ModelInput> inputs, List<FeatureSpec> specs, ModelPlaces places) {
        List<String> names = specs.stream().map(FeatureSpec::name).toList();
        int size = inputs.size();
        row = new double[size];
        features = new int[size];
        registers = new ValueRegister[size];
        types = new AttributeType[size];
        categories = new CategoryCodes[size];
        for (int i = 0; i < size; i++) {
            ModelInput input = inputs.get(i);
            features[i] =
                    input.output() == null
                            ? names.indexOf(input.feature())
                            : places.of(input.output().model(), input.output().name());
            if (input.field() != null) {
                types[i] = input.field().type();
                categories[i] = new CategoryCodes(input.categories());
                registers[i] = isStale(input.field()) ? null : FieldRegisters.of(input.field());
            }
        }
    }

    private static boolean isStale(ConditionField field) {
        return field instanceof ConditionField.OfTransaction of
                && of.variable() == TransactionVariable.STALE_TIME;
    }

    /**
     * The row, valid until the next call.
     *
     * @param vector the features, and the outputs of the models evaluated so far
     * @param stale value of {@code tx.stale_time}
     */
    double[] read(TransactionView transaction, double[] vector, boolean stale) {
        for (int i = 0; i < row.length; i++) {
            if (types[i] == null) {
                row[i] = vector[features[i]];
            } else if (registers[i] == null) {
                row[i] = stale ? 1 : 0;
            } else {
                row[i] = field(i, transaction);
            }
        }
        return row;
    }

    /** The row of the last call of {@link #read}. */
    double[] lastRow() {
        return row;
    }

    private double field(int input, TransactionView transaction) {
        ValueRegister register = registers[input];
        if (!register.load(transaction, NO_OUTCOME)) {
            return Double.NaN;
        }
        return switch (types[input]) {
            case INTEGER, BOOLEAN -> register.integer();
            case DOUBLE -> register.number();
            default -> categories[input].of(text, register.copyText(text));
        };
    }
}
