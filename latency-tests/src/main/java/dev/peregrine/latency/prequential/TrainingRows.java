package dev.peregrine.latency.prequential;

import dev.peregrine.latency.train.TrainingData;
import dev.peregrine.replay.backtest.RowObserver;
import dev.peregrine.replay.backtest.metrics.Observation;
import dev.peregrine.replay.backtest.metrics.Outcome;
import java.util.Arrays;
import java.util.List;

/**
 * Gathers what a fold is trained on: the payments of its days whose outcome is known when its test
 * begins, and what models that have not seen them say of them. One thread.
 */
final class TrainingRows implements RowObserver {
    private final Fold fold;
    private final List<String> members;
    private final int[] places;
    private final TrainingData data;
    private double[] margins = new double[1 << 16];

    /**
     * @param names of the features
     * @param members models that are listened to; none for none
     * @param places of their margins, in the vector of features and outputs
     */
    TrainingRows(Fold fold, List<String> names, List<String> members, int[] places) {
        this.fold = fold;
        this.members = List.copyOf(members);
        this.places = places.clone();
        data = new TrainingData(names);
    }

    @Override
    public void onRow(Observation seen, long knownAtNs, double[] features) {
        if (!fold.train().contains(seen.eventTimeNs)
                || knownAtNs > fold.train().labelsAsOfNs()
                || seen.outcome == Outcome.UNKNOWN) {
            return;
        }
        int row = data.rows();
        data.add(features, seen.outcome == Outcome.FRAUD ? 1 : 0);
        if ((row + 1) * places.length > margins.length) {
            margins = Arrays.copyOf(margins, 2 * margins.length);
        }
        for (int i = 0; i < places.length; i++) {
            margins[row * places.length + i] = features[places[i]];
        }
    }

    /** Whether models were listened to. */
    boolean hasMargins() {
        return places.length > 0;
    }

    TrainingData data() {
        return data;
    }

    /** What some of the models say, row by row. */
    double[] margins(List<String> of) {
        double[] values = new double[data.rows() * of.size()];
        for (int row = 0; row < data.rows(); row++) {
            for (int i = 0; i < of.size(); i++) {
                values[row * of.size() + i] =
                        margins[row * places.length + members.indexOf(of.get(i))];
            }
        }
        return values;
    }
}
