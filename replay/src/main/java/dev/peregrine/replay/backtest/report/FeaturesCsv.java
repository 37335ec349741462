package dev.peregrine.replay.backtest.report;

import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.FeatureType;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code features.csv}: the event id under its name in the input, then every feature under its name
 * in the bundle, and {@code label} where the input has labels (1 fraud, 0 good; empty where that is
 * not known). Integers without a decimal point, booleans as 0 and 1, doubles so that they read back
 * as the same number; missing values are empty. One thread.
 */
public final class FeaturesCsv implements Closeable {
    /** Name of the file. */
    public static final String NAME = "features.csv";

    private final OutputFile out;
    private final boolean[] whole;
    private final boolean labelled;

    /**
     * @param idName name of the event id's column
     * @param labelled whether the input has labels
     */
    public FeaturesCsv(Path directory, String idName, List<FeatureSpec> features, boolean labelled)
            throws IOException {
        this.labelled = labelled;
        out = new OutputFile(directory.resolve(NAME));
        whole = new boolean[features.size()];
        out.value(idName);
        for (int i = 0; i < whole.length; i++) {
            whole[i] = features.get(i).type() != FeatureType.DOUBLE;
            out.put(',').value(features.get(i).name());
        }
        if (labelled) {
            out.ascii(",label");
        }
        out.put('\n');
    }

    /** Writes a row. */
    void write(DecisionView decision) throws IOException {
        out.value(decision.eventId, 0, decision.eventIdLength);
        for (int i = 0; i < whole.length; i++) {
            double value = decision.features[i];
            out.put(',');
            if (Double.isNaN(value)) {
                continue;
            }
            if (whole[i]) {
                out.number((long) value);
            } else {
                out.decimal(value);
            }
        }
        if (labelled) {
            out.put(',').label(decision.seen.outcome);
        }
        out.put('\n');
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
