package dev.peregrine.scoring.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.peregrine.policy.model.LinearModel;
import dev.peregrine.policy.model.Scorecard;
import dev.peregrine.policy.model.Tree;
import dev.peregrine.policy.model.TreeModel;
import dev.peregrine.testing.Allocations;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contributions of inputs, held against their definitions. */
@Timeout(60)
class AttributionTest {
    private static final int INPUTS = 6;
    private static final int ROWS = 200;

    private final double[] margin = new double[1];

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldGiveTheShapleyValuesOfTheirDefinition(long seed) throws Exception {
        TreeModel model = (TreeModel) RandomTrees.model(seed, 1, 12, INPUTS, 12, true);
        TreeShap shap = new TreeShap(model);
        for (double[] row : rows(seed)) {
            double[] found = new double[INPUTS];
            shap.add(row, found);
            double[] expected = shapley(model, row);
            for (int i = 0; i < INPUTS; i++) {
                assertThat(found[i]).isCloseTo(expected[i], within(1e-10));
            }
            assertThat(shap.base()).isCloseTo(value(model, row, 0), within(1e-10));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldAddUpToTheMarginAlongThePath(long seed) throws Exception {
        TreeModel model = (TreeModel) RandomTrees.model(seed, 1, 30, INPUTS, 31, true);
        ModelScorer scorer = ModelScorer.of(model);
        Attribution attribution = Attribution.of(model, scorer).orElseThrow();
        double[] contributions = new double[INPUTS];
        for (double[] row : rows(seed)) {
            scorer.margins(row, margin);
            attribution.of(row, contributions);
            double sum = attribution.base();
            double[] plain = alongThePath(model, row);
            for (int i = 0; i < INPUTS; i++) {
                sum += contributions[i];
                assertThat(contributions[i]).isCloseTo(plain[i], within(1e-10));
            }
            assertThat(sum).isCloseTo(margin[0], within(1e-9));
        }
    }

    @Test
    void shouldSplitALinearModelByItsTerms() {
        LinearModel model =
                new LinearModel(
                        List.of("a", "b"),
                        0.5,
                        List.of(
                                new LinearModel.Term(0, 2, 1, 4, 1),
                                new LinearModel.Term(1, -1, 0, 1, 3),
                                new LinearModel.Term(1, 2, 0, 1, 3, 3.5)));
        ModelScorer scorer = ModelScorer.of(model);
        double[] row = {9, Double.NaN};
        double[] contributions = new double[2];
        scorer.margins(row, margin);
        Attribution attribution = Attribution.of(model, scorer).orElseThrow();
        attribution.of(row, contributions);

        assertThat(contributions).containsExactly(4, -3 + 7);
        assertThat(attribution.base() + contributions[0] + contributions[1]).isEqualTo(margin[0]);
    }

    @Test
    void shouldSplitAScorecardByItsBins() {
        Scorecard model =
                new Scorecard(
                        List.of("a"),
                        60,
                        List.of(
                                new Scorecard.Characteristic(
                                        0,
                                        7,
                                        List.of(
                                                new Scorecard.Bin(3, 20),
                                                new Scorecard.Bin(
                                                        Double.POSITIVE_INFINITY, -10)))));
        Attribution attribution = Attribution.of(model, ModelScorer.of(model)).orElseThrow();
        double[] contributions = new double[1];
        attribution.of(new double[] {3}, contributions);

        assertThat(contributions).containsExactly(-10);
        assertThat(attribution.base()).isEqualTo(60);
    }

    @Test
    void shouldNotAllocate() throws Exception {
        TreeModel model = (TreeModel) RandomTrees.model(9, 1, 30, INPUTS, 31, true);
        ModelScorer scorer = ModelScorer.of(model);
        Attribution attribution = Attribution.of(model, scorer).orElseThrow();
        double[] contributions = new double[INPUTS];
        double[][] rows = rows(9);
        long least =
                Allocations.least(
                        50,
                        () -> {
                            for (double[] row : rows) {
                                scorer.margins(row, margin);
                                attribution.of(row, contributions);
                            }
                        });
        assertThat(least).isZero();
    }

    private static double[][] rows(long seed) {
        Random random = new Random(seed + 1000);
        double[][] rows = new double[ROWS][INPUTS];
        for (double[] row : rows) {
            for (int i = 0; i < INPUTS; i++) {
                double number = random.nextInt(3) == 0 ? random.nextInt(32) : random.nextGaussian();
                row[i] = random.nextInt(8) == 0 ? Double.NaN : number;
            }
        }
        return rows;
    }

    /** By the formula: each coalition, weighted by |S|! (n - |S| - 1)! / n!. */
    private static double[] shapley(TreeModel model, double[] row) {
        double[] values = new double[INPUTS];
        for (int known = 0; known < 1 << INPUTS; known++) {
            double without = value(model, row, known);
            int size = Integer.bitCount(known);
            double weight = factorial(size) * factorial(INPUTS - size - 1) / factorial(INPUTS);
            for (int i = 0; i < INPUTS; i++) {
                if ((known >> i & 1) == 0) {
                    values[i] += weight * (value(model, row, known | 1 << i) - without);
                }
            }
        }
        return values;
    }

    private static double factorial(int n) {
        return n <= 1 ? 1 : n * factorial(n - 1);
    }

    /** Expected margin when some inputs are known; the others are averaged over by the covers. */
    private static double value(TreeModel model, double[] row, int known) {
        double sum = model.base(0);
        for (Tree tree : model.trees()) {
            sum += value(model, tree, tree.root(), row, known);
        }
        return sum;
    }

    private static double value(TreeModel model, Tree tree, int node, double[] row, int known) {
        if (node < 0) {
            return tree.leaf(~node);
        }
        if ((known >> tree.input(node) & 1) != 0) {
            return value(model, tree, model.next(tree, node, row), row, known);
        }
        int left = tree.left(node);
        int right = tree.right(node);
        return (tree.cover(left) * value(model, tree, left, row, known)
                        + tree.cover(right) * value(model, tree, right, row, known))
                / tree.cover(node);
    }

    private static double[] alongThePath(TreeModel model, double[] row) {
        double[] values = new double[INPUTS];
        for (Tree tree : model.trees()) {
            int node = tree.root();
            while (node >= 0) {
                int next = model.next(tree, node, row);
                values[tree.input(node)] +=
                        value(model, tree, next, row, 0) - value(model, tree, node, row, 0);
                node = next;
            }
        }
        return values;
    }
}
