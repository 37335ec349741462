package dev.peregrine.scoring.model;

import static dev.peregrine.scoring.model.TreeLayout.LANES;
import static dev.peregrine.scoring.model.TreeLayout.OFFSET_MASK;
import static dev.peregrine.scoring.model.TreeLayout.SLOT_SHIFT;

import dev.peregrine.policy.model.TreeModel;
import org.agrona.UnsafeApi;

/**
 * Scores a row with a {@link TreeLayout}. Trees without categories are walked {@link
 * TreeLayout#LANES} at a time, each to the greatest depth among them: no branch depends on the
 * data, and the loads of one tree overlap with those of the others. The leaves found are then added
 * in the order of the trees. One thread; allocates nothing per row.
 */
final class TreeScorer implements ModelScorer {
    private static final long LINKS = UnsafeApi.arrayBaseOffset(int[].class);
    private static final long DOUBLES = UnsafeApi.arrayBaseOffset(double[].class);

    private final TreeLayout layout;
    private final SlotFiller filler;
    private final double[] slots;
    private final double[] leaves;
    private final int[] groups;
    private final double[] base;
    private final boolean single;

    TreeScorer(TreeLayout layout) {
        this.layout = layout;
        TreeModel model = layout.model;
        filler = layout.slots.filler();
        slots = new double[layout.slots.size()];
        leaves = new double[model.trees().size()];
        groups = new int[leaves.length];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = model.group(i);
        }
        base = new double[model.marginCount()];
        for (int i = 0; i < base.length; i++) {
            base[i] = model.base(i);
        }
        single = model.library() == TreeModel.Library.XGBOOST;
    }

    TreeLayout layout() {
        return layout;
    }

    @Override
    public void margins(double[] row, double[] margins) {
        filler.fill(row, slots);
        for (int i = 0; i < layout.numeric; i += LANES) {
            walk(i, layout.depths[i / LANES]);
        }
        for (int i = layout.numeric; i < layout.roots.length; i++) {
            leaves[layout.trees[i]] = walkCategorical(layout.roots[i]);
        }
        if (base.length == 1) {
            margins[0] = single ? singleSum() : doubleSum();
        } else {
            sums(margins);
        }
    }

    private void walk(int first, int depth) {
        double[] values = slots;
        double[] thresholds = layout.thresholds;
        int[] links = layout.links;
        int[] roots = layout.roots;
        int a = roots[first];
        int b = roots[first + 1];
        int c = roots[first + 2];
        int d = roots[first + 3];
        int e = roots[first + 4];
        int f = roots[first + 5];
        int g = roots[first + 6];
        int h = roots[first + 7];
        for (int i = 0; i < depth; i++) {
            int la = link(links, a);
            int lb = link(links, b);
            int lc = link(links, c);
            int ld = link(links, d);
            int le = link(links, e);
            int lf = link(links, f);
            int lg = link(links, g);
            int lh = link(links, h);
            if (((la | lb | lc | ld | le | lf | lg | lh) & OFFSET_MASK) == 0) {
                break;
            }
            a = step(values, thresholds, la, a);
            b = step(values, thresholds, lb, b);
            c = step(values, thresholds, lc, c);
            d = step(values, thresholds, ld, d);
            e = step(values, thresholds, le, e);
            f = step(values, thresholds, lf, f);
            g = step(values, thresholds, lg, g);
            h = step(values, thresholds, lh, h);
        }
        int[] trees = layout.trees;
        leaves[trees[first]] = thresholds[a];
        leaves[trees[first + 1]] = thresholds[b];
        leaves[trees[first + 2]] = thresholds[c];
        leaves[trees[first + 3]] = thresholds[d];
        leaves[trees[first + 4]] = thresholds[e];
        leaves[trees[first + 5]] = thresholds[f];
        leaves[trees[first + 6]] = thresholds[g];
        leaves[trees[first + 7]] = thresholds[h];
    }

    private static int link(int[] links, int node) {
        return UnsafeApi.getInt(links, LINKS + ((long) node << 2));
    }

    private static int step(double[] values, double[] thresholds, int link, int node) {
        int left = node + (link & OFFSET_MASK);
        double value = UnsafeApi.getDouble(values, DOUBLES + ((long) (link >>> SLOT_SHIFT) << 3));
        return value <= UnsafeApi.getDouble(thresholds, DOUBLES + ((long) node << 3))
                ? left
                : left + 1;
    }

    private double walkCategorical(int root) {
        int node = root;
        while (true) {
            int link = layout.links[node];
            int offset = link & OFFSET_MASK;
            if (offset == 0) {
                return layout.thresholds[node];
            }
            node += goesLeft(link, layout.thresholds[node]) ? offset : offset + 1;
        }
    }

    private boolean goesLeft(int link, double threshold) {
        int slot = link >>> SLOT_SHIFT;
        return layout.categoricalSlots[slot]
                ? isInSet((int) threshold, slots[slot])
                : slots[slot] <= threshold;
    }

    /**
     * Adds up, for the row that {@link #margins} scored last, what each step of each tree's path
     * changes the expected value by, under the input that the step looks at.
     *
     * @param expected expected value of each node, as {@link TreeLayout#expectedValues} gives it
     * @param slotInputs input of each slot
     * @param contributions gets the sums, by input; not cleared before
     */
    void attribute(double[] expected, int[] slotInputs, double[] contributions) {
        for (int i = 0; i < layout.roots.length; i++) {
            if (layout.isRepeated(i)) {
                continue;
            }
            int node = layout.roots[i];
            int link = layout.links[node];
            while ((link & OFFSET_MASK) != 0) {
                int offset = link & OFFSET_MASK;
                int next = node + (goesLeft(link, layout.thresholds[node]) ? offset : offset + 1);
                contributions[slotInputs[link >>> SLOT_SHIFT]] += expected[next] - expected[node];
                node = next;
                link = layout.links[node];
            }
        }
    }

    private boolean isInSet(int set, double value) {
        if (value < 0) {
            return value == SlotTable.LEFT;
        }
        int category = (int) value;
        int word = layout.setStarts[set] + (category >> 5);
        return word < layout.setStarts[set + 1]
                && (layout.setWords[word] >>> (category & 31) & 1) != 0;
    }

    private double doubleSum() {
        double sum = base[0];
        for (double leaf : leaves) {
            sum += leaf;
        }
        return sum;
    }

    private double singleSum() {
        float sum = (float) base[0];
        for (double leaf : leaves) {
            sum += (float) leaf;
        }
        return sum;
    }

    private void sums(double[] margins) {
        System.arraycopy(base, 0, margins, 0, base.length);
        for (int i = 0; i < leaves.length; i++) {
            int group = groups[i];
            margins[group] =
                    single
                            ? (float) margins[group] + (float) leaves[i]
                            : margins[group] + leaves[i];
        }
    }
}
