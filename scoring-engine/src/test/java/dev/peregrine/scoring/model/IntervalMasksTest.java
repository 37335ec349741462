package dev.peregrine.scoring.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.policy.model.Tree;
import dev.peregrine.policy.model.TreeModel;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class IntervalMasksTest {
    private static final double[] EDGES = {
        Double.NEGATIVE_INFINITY, -0.0, 0, Double.POSITIVE_INFINITY, Double.NaN
    };

    @Test
    void shouldFindTheLeavesThatAWalkFinds() throws Exception {
        for (long seed = 1; seed <= 20; seed++) {
            TreeModel model = model(seed, 40, 32);
            TreeLayout layout = new TreeLayout(model);
            IntervalMasks.Finder finder = layout.masks.finder();
            Random random = new Random(seed);
            double[] row = new double[layout.slots.size()];
            double[] leaves = new double[model.trees().size()];
            for (int i = 0; i < 300; i++) {
                fill(row, model, random);

                finder.find(row, leaves);

                for (int tree = 0; tree < leaves.length; tree++) {
                    assertThat(leaves[tree])
                            .as("seed %d, row %d, tree %d", seed, i, tree)
                            .isEqualTo(walk(model.trees().get(tree), layout.slots, row));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"16, 32, true", "15, 32, false", "40, 60, false"})
    void shouldBeMadeOfManySmallTrees(int trees, int leaves, boolean made) throws Exception {
        TreeModel model = model(1, trees, leaves);

        assertThat(new TreeLayout(model).masks != null).isEqualTo(made);
    }

    @Test
    void shouldNotBeMadeWhereTheyTakeTooMuchMemory() throws Exception {
        assertThat(new TreeLayout(model(1, 1000, 32)).masks).isNull();
    }

    @Test
    void shouldTellWhatTheyTake() throws Exception {
        TreeLayout layout = new TreeLayout(model(1, 40, 32));

        assertThat(layout.masks.bytes()).isBetween(1L, 2L * IntervalMasks.MAX_BYTES);
        assertThat(layout.bytes()).isGreaterThan(layout.masks.bytes());
    }

    private static TreeModel model(long seed, int trees, int leaves) throws Exception {
        return (TreeModel) RandomTrees.model(seed, 1, trees, 6, leaves, false);
    }

    /** Every other value is a threshold or lies at one. */
    private static void fill(double[] row, TreeModel model, Random random) {
        row[0] = Double.NEGATIVE_INFINITY;
        for (int slot = 1; slot < row.length; slot++) {
            Tree tree = model.trees().get(random.nextInt(model.trees().size()));
            row[slot] =
                    random.nextInt(8) == 0
                            ? EDGES[random.nextInt(EDGES.length)]
                            : random.nextBoolean() || tree.splits() == 0
                                    ? random.nextGaussian()
                                    : tree.threshold(random.nextInt(tree.splits()));
        }
    }

    private static double walk(Tree tree, SlotTable slots, double[] row) {
        int node = tree.root();
        while (node >= 0) {
            boolean left = row[slots.of(tree, node)] <= tree.threshold(node);
            node = left ? tree.left(node) : tree.right(node);
        }
        return tree.leaf(~node);
    }
}
