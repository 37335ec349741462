package dev.peregrine.latency.engine;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.model.Tree;
import dev.peregrine.policy.model.TreeModel;
import dev.peregrine.scoring.features.EntityKey;
import dev.peregrine.scoring.features.FeaturePlan;
import dev.peregrine.scoring.features.TransactionView;
import dev.peregrine.state.KeyHasher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.agrona.CloseHelper;

/**
 * What the memory alone costs: for each transaction of a batch, as many cache lines of each of its
 * entities as the engine touches, in a plain table, and the same nodes of the same trees, in plain
 * arrays. No keys are hashed, nothing is decoded, computed, written or decided. One thread.
 *
 * <p>Lines of an entity: one for the index, those of its record's header and windows, and one for
 * an event at the end of a window; the plain table's lie side by side. In a tree a missing value
 * goes right.
 */
final class EngineFloor implements AutoCloseable {
    private final TransactionView transaction = new TransactionView();
    private final List<PlainTable> tables = new ArrayList<>();
    private final EntityKey[] keys;
    private final PlainTrees trees;
    private final CardTraffic traffic;
    private final long[] batchKeys;
    private final double[][] rows;
    private long sink;

    EngineFloor(PolicyBundle bundle, CardTraffic traffic) {
        this.traffic = traffic;
        KeyHasher hasher = new KeyHasher(new byte[KeyHasher.SECRET_LENGTH]);
        keys =
                bundle.features().entities().stream()
                        .map(entity -> new EntityKey(ReferenceEngine.TENANT, entity, hasher))
                        .toArray(EntityKey[]::new);
        FeaturePlan plan =
                FeaturePlan.compile(bundle.features(), ReferenceEngine.TENANT, 100, hasher);
        plan.layouts()
                .forEach(
                        layout ->
                                tables.add(
                                        new PlainTable(
                                                layout.capacity(),
                                                (int)
                                                        Math.rint(
                                                                2
                                                                        + StateAccess.recordLines(
                                                                                layout)))));
        TreeModel model = (TreeModel) bundle.models().get(0).model();
        trees = new PlainTrees(model.trees());
        batchKeys = new long[traffic.batchSize() * keys.length * 2];
        rows = new double[traffic.batchSize()][];
    }

    /** Adds the entities of the traffic's batch to the tables. */
    void load() {
        for (int i = 0; i < traffic.batchSize(); i++) {
            transaction.wrap(traffic.buffer(), traffic.offset(i));
            for (int e = 0; e < keys.length; e++) {
                keys[e].of(transaction);
                tables.get(e).insertIfAbsent(keys[e].high(), keys[e].low());
                batchKeys[(i * keys.length + e) * 2] = keys[e].high();
                batchKeys[(i * keys.length + e) * 2 + 1] = keys[e].low();
            }
        }
    }

    /** The features of a transaction of the batch, which the trees look at. */
    void row(int index, double[] features) {
        if (rows[index] == null) {
            rows[index] = new double[features.length];
        }
        System.arraycopy(features, 0, rows[index], 0, features.length);
    }

    /** Touches what the batch that was loaded needs. */
    void touch() {
        for (int i = 0; i < traffic.batchSize(); i++) {
            touch(i);
        }
    }

    /** The same, and notes how long each took, in nanoseconds, a reading of the clock included. */
    void touch(LongConsumer nanos) {
        long last = System.nanoTime();
        for (int i = 0; i < traffic.batchSize(); i++) {
            touch(i);
            long now = System.nanoTime();
            nanos.accept(now - last);
            last = System.nanoTime();
        }
    }

    private void touch(int index) {
        int at = index * keys.length * 2;
        for (int e = 0; e < keys.length; e++, at += 2) {
            sink += tables.get(e).touch(batchKeys[at], batchKeys[at + 1]);
        }
        sink += (long) trees.sum(rows[index]);
    }

    /** Depends on all that was read. */
    long sink() {
        return sink;
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(tables);
    }

    /** Trees as one array for each part of a node. */
    static final class PlainTrees {
        private final int[] roots;
        private final int[] inputs;
        private final double[] thresholds;
        private final int[] left;
        private final int[] right;
        private final double[] leaves;

        PlainTrees(List<Tree> trees) {
            int splits = trees.stream().mapToInt(Tree::splits).sum();
            roots = new int[trees.size()];
            inputs = new int[splits];
            thresholds = new double[splits];
            left = new int[splits];
            right = new int[splits];
            leaves = new double[trees.stream().mapToInt(Tree::leafCount).sum()];
            int split = 0;
            int leaf = 0;
            for (int t = 0; t < roots.length; t++) {
                Tree tree = trees.get(t);
                roots[t] = place(tree.root(), split, leaf);
                for (int s = 0; s < tree.splits(); s++) {
                    inputs[split + s] = tree.input(s);
                    thresholds[split + s] = tree.threshold(s);
                    left[split + s] = place(tree.left(s), split, leaf);
                    right[split + s] = place(tree.right(s), split, leaf);
                }
                for (int l = 0; l < tree.leafCount(); l++) {
                    leaves[leaf + l] = tree.leaf(l);
                }
                split += tree.splits();
                leaf += tree.leafCount();
            }
        }

        private static int place(int reference, int firstSplit, int firstLeaf) {
            return reference >= 0 ? firstSplit + reference : ~(firstLeaf + ~reference);
        }

        double sum(double[] row) {
            double sum = 0;
            for (int root : roots) {
                int node = root;
                while (node >= 0) {
                    node = row[inputs[node]] <= thresholds[node] ? left[node] : right[node];
                }
                sum += leaves[~node];
            }
            return sum;
        }
    }
}
