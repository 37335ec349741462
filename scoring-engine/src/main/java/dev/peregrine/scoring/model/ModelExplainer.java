package dev.peregrine.scoring.model;

import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.model.ModelSpec;
import dev.peregrine.policy.model.TreeModel;
import dev.peregrine.protocol.codec.ReasonMethod;
import dev.peregrine.scoring.features.TransactionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Explains exactly, for evidence: Shapley values of trees, terms of linear models. Slower than a
 * decision by orders of magnitude, and allocates: not for the engine's thread. One thread.
 */
public final class ModelExplainer {
    private static final String TREE_SHAP = "tree_shap";
    private static final String LINEAR = "linear";

    private final ModelSpec spec;
    private final RowReader reader;
    private final ModelScorer scorer;
    private final Attribution attribution;
    private final TreeShap shap;
    private final double[] margin = new double[1];

    private ModelExplainer(
            ModelSpec spec, List<FeatureSpec> features, ModelScorer scorer, Attribution split) {
        this.spec = spec;
        this.scorer = scorer;
        reader = new RowReader(spec.inputs(), features, null);
        attribution = split;
        shap = split.method() == ReasonMethod.PATH ? new TreeShap((TreeModel) spec.model()) : null;
    }

    /**
     * What explains a model.
     *
     * @param features of the bundle, in the order of the vector
     * @return empty for a model with several margins, for one that learns or reads what others say,
     *     and for trees whose file does not say how many rows came to each node
     */
    public static Optional<ModelExplainer> of(ModelSpec spec, List<FeatureSpec> features) {
        if (spec.inputs().stream().anyMatch(input -> input.output() != null)) {
            return Optional.empty();
        }
        ModelScorer scorer = ModelScorer.of(spec.model());
        return Attribution.of(spec.model(), scorer)
                .map(split -> new ModelExplainer(spec, features, scorer, split));
    }

    /** Id of the model. */
    public String model() {
        return spec.id();
    }

    /**
     * Explains a payment.
     *
     * @param vector the features
     * @param stale value of {@code tx.stale_time}
     */
    public Explanation explain(TransactionView transaction, double[] vector, boolean stale) {
        return explain(reader.read(transaction, vector, stale));
    }

    /**
     * Explains a row.
     *
     * @param row the model's inputs
     */
    public Explanation explain(double[] row) {
        scorer.margins(row, margin);
        double[] contributions = new double[spec.inputs().size()];
        if (shap == null) {
            attribution.of(row, contributions);
        } else {
            shap.add(row, contributions);
        }
        double base = shap == null ? attribution.base() : shap.base();
        if (spec.model() instanceof TreeModel trees
                && trees.library() == TreeModel.Library.XGBOOST) {
            base = margin[0];
            for (double contribution : contributions) {
                base -= contribution;
            }
        }
        List<Explanation.Contribution> list = new ArrayList<>();
        for (int i = 0; i < row.length; i++) {
            list.add(new Explanation.Contribution(spec.inputs().get(i), row[i], contributions[i]));
        }
        return new Explanation(shap == null ? LINEAR : TREE_SHAP, base, margin[0], list);
    }
}
