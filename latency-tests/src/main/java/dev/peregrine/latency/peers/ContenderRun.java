package dev.peregrine.latency.peers;

import java.nio.file.Path;

/** One run of a contender in this JVM. */
public final class ContenderRun {
    private ContenderRun() {}

    /**
     * Puts all rows through as fast as they go, and keeps what comes out. Blocks.
     *
     * @param directory where the contender works and the features are kept; empty
     * @return the features of each row
     * @throws IllegalStateException when not every row came out once
     */
    public static double[][] features(Contender contender, PaymentRows rows, Path directory)
            throws Exception {
        Outputs outputs = Outputs.create(directory.resolve("features.bin"), rows.size());
        Schedule schedule = Schedule.unlimited();
        ResultSink sink = new ResultSink(schedule, outputs, rows.size());
        contender.run(rows, schedule, sink, directory);
        if (sink.rows() != rows.size()) {
            throw new IllegalStateException(sink.rows() + " results of " + rows.size() + " rows");
        }
        double[][] features = new double[rows.size()][HandbookFeatures.COUNT];
        for (int row = 0; row < features.length; row++) {
            outputs.get(row, features[row]);
        }
        return features;
    }
}
