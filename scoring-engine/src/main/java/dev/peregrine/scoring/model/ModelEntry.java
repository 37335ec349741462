package dev.peregrine.scoring.model;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.model.Link;
import dev.peregrine.policy.model.ModelSpec;
import dev.peregrine.policy.model.OnlineModel;
import dev.peregrine.scoring.features.TransactionView;

/** A model that is used: its scorer, its inputs, and the place of its outputs. One thread. */
final class ModelEntry {
    final ModelSpec spec;
    private final RowReader reader;
    private final double[] margins;
    private final Link link;
    private final int place;
    private ModelScorer scorer;

    ModelEntry(PolicyBundle bundle, ModelSpec spec, ModelPlaces places) {
        this.spec = spec;
        scorer =
                spec.model() instanceof OnlineModel online
                        ? new OnlineLearner(spec.id(), online)
                        : ModelScorer.of(spec.model());
        reader = new RowReader(spec.inputs(), bundle.features().features(), places);
        margins = new double[spec.model().marginCount()];
        link = spec.model().link();
        place = places.first(spec.id());
    }

    void evaluate(TransactionView transaction, double[] vector, boolean stale) {
        scorer.margins(reader.read(transaction, vector, stale), margins);
        System.arraycopy(margins, 0, vector, place, margins.length);
        link.apply(vector, place, margins.length);
    }

    boolean learns() {
        return scorer instanceof OnlineLearner;
    }

    /** Of an entry that learns. */
    OnlineLearner learner() {
        return (OnlineLearner) scorer;
    }

    /** Goes on with what another entry of the same model has learned. */
    void succeed(ModelEntry before) {
        learner().close();
        scorer = before.scorer;
    }

    /** Reasons that the model gives in the bundle; none for one that learns. */
    ModelReasons reasons() {
        return ModelReasons.of(spec, scorer);
    }

    /** The row that was evaluated last. */
    double[] lastRow() {
        return reader.lastRow();
    }
}
