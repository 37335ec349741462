package dev.peregrine.replay.backtest.report;

import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.FeatureType;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
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
     * @param goesOn whether it goes on with what an interrupted process has left
     */
    public FeaturesCsv(
            Path directory,
            String idName,
            List<FeatureSpec> features,
            boolean labelled,
            boolean goesOn)
            throws IOException {
        this.labelled = labelled;
        out = new OutputFile(directory.resolve(NAME), goesOn);
        whole = new boolean[features.size()];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = features.get(i).type() != FeatureType.DOUBLE;
        }
        if (!goesOn) {
            writeHead(idName, features);
        }
    }

    private void writeHead(String idName, List<FeatureSpec> features) throws IOException {
        out.value(idName);
        for (FeatureSpec feature : features) {
            out.put(',').value(feature.name());
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

    /** Puts where it ends into a checkpoint. */
    void save(StateSink sink) throws IOException {
        out.save(sink);
    }

    /** Goes on where it ended then. */
    void load(StateSource source) throws IOException {
        out.load(source);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
