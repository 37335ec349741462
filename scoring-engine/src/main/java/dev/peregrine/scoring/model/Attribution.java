package dev.peregrine.scoring.model;

import dev.peregrine.policy.model.LinearModel;
import dev.peregrine.policy.model.Model;
import dev.peregrine.policy.model.Scorecard;
import dev.peregrine.policy.model.TreeModel;
import dev.peregrine.protocol.codec.ReasonMethod;
import java.util.Arrays;
import java.util.Optional;

/**
 * Splits the margin of the row that a scorer scored last among the model's inputs: {@link #base}
 * and the contributions add up to the margin, to rounding (of XGBoost, the rounding of single
 * precision). Of trees it is the path-based attribution of Saabas (2014), "Interpreting random
 * forests": an input's contribution is what the expected value changes by at the splits on the path
 * that look at it. Of linear models and scorecards it is exact. Allocates nothing per row. One
 * thread.
 */
abstract class Attribution {
    private final ReasonMethod method;
    private final double base;

    private Attribution(ReasonMethod method, double base) {
        this.method = method;
        this.base = base;
    }

    /**
     * How a model's margins are split.
     *
     * @param scorer the model's scorer
     * @return empty for a model with several margins, and for trees without covers
     */
    static Optional<Attribution> of(Model model, ModelScorer scorer) {
        if (model.marginCount() > 1) {
            return Optional.empty();
        }
        if (model instanceof LinearModel linear) {
            return Optional.of(new OfTerms(linear));
        }
        if (model instanceof Scorecard scorecard) {
            return Optional.of(new OfBins(scorecard));
        }
        return model instanceof TreeModel trees
                        && trees.hasCovers()
                        && scorer instanceof TreeScorer treeScorer
                ? Optional.of(new OfTrees(treeScorer, trees))
                : Optional.empty();
    }

    /** How the contributions are found. */
    ReasonMethod method() {
        return method;
    }

    /** What the margin is before anything is known of a row. */
    double base() {
        return base;
    }

    /**
     * Finds the contributions.
     *
     * @param row that the scorer scored last
     * @param contributions gets one for each input
     */
    final void of(double[] row, double[] contributions) {
        Arrays.fill(contributions, 0);
        add(row, contributions);
    }

    abstract void add(double[] row, double[] contributions);

    /** Of trees. */
    private static final class OfTrees extends Attribution {
        private final TreeScorer scorer;
        private final double[] expected;
        private final int[] slotInputs;

        OfTrees(TreeScorer scorer, TreeModel model) {
            super(ReasonMethod.PATH, TreeShap.base(model));
            this.scorer = scorer;
            expected = scorer.layout().expectedValues();
            slotInputs = new int[scorer.layout().slots.size()];
            Arrays.setAll(slotInputs, scorer.layout().slots::input);
        }

        @Override
        void add(double[] row, double[] contributions) {
            scorer.attribute(expected, slotInputs, contributions);
        }
    }

    /** Of a linear model: its terms; the base is the margin at the terms' means. */
    private static final class OfTerms extends Attribution {
        private final LinearModel.Term[] terms;

        OfTerms(LinearModel model) {
            super(ReasonMethod.LINEAR, model.intercept());
            terms = model.terms().toArray(new LinearModel.Term[0]);
        }

        @Override
        void add(double[] row, double[] contributions) {
            for (LinearModel.Term term : terms) {
                contributions[term.input()] += term.of(row[term.input()]);
            }
        }
    }

    /** Of a scorecard: the points of its bins. */
    private static final class OfBins extends Attribution {
        private final Scorecard.Characteristic[] characteristics;

        OfBins(Scorecard model) {
            super(ReasonMethod.LINEAR, model.base());
            characteristics = model.characteristics().toArray(new Scorecard.Characteristic[0]);
        }

        @Override
        void add(double[] row, double[] contributions) {
            for (Scorecard.Characteristic characteristic : characteristics) {
                int input = characteristic.input();
                contributions[input] += characteristic.of(row[input]);
            }
        }
    }
}
