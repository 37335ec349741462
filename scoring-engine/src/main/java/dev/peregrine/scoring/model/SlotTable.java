package dev.peregrine.scoring.model;

import dev.peregrine.policy.model.MissingKind;
import dev.peregrine.policy.model.Tree;
import dev.peregrine.policy.model.TreeModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the splits of a model compare with. An input has a slot for each way in which splits treat
 * its missing values; a row's values are put into the slots once, so that a split is a single
 * comparison: a value that goes left whatever the threshold is minus infinity in its slot, one that
 * goes right is NaN. In a slot of categories, it is {@link #LEFT} or {@link #RIGHT}. Slot 0 is
 * minus infinity always.
 */
final class SlotTable {
    static final double LEFT = -2;
    static final double RIGHT = -1;

    private final TreeModel.Library library;
    private final Map<Slot, Integer> places = new LinkedHashMap<>();
    private final List<Slot> slots = new ArrayList<>();

    /** How some splits see an input. */
    record Slot(int input, boolean categorical, MissingKind kind, boolean missingLeft) {
        double missing() {
            if (categorical) {
                return missingLeft ? LEFT : RIGHT;
            }
            return missingLeft ? Double.NEGATIVE_INFINITY : Double.NaN;
        }
    }

    SlotTable(TreeModel model) {
        library = model.library();
        slots.add(new Slot(0, false, MissingKind.NAN, true));
        for (Tree tree : model.trees()) {
            for (int split = 0; split < tree.splits(); split++) {
                of(tree, split);
            }
        }
    }

    /** Slot of a split. */
    int of(Tree tree, int split) {
        MissingKind kind = tree.missingKind(split);
        Slot slot =
                new Slot(
                        tree.input(split),
                        tree.isCategorical(split),
                        kind,
                        kind != MissingKind.NONE && tree.missingLeft(split));
        return places.computeIfAbsent(
                slot,
                s -> {
                    slots.add(s);
                    return slots.size() - 1;
                });
    }

    /** Input that a slot is filled from. */
    int input(int slot) {
        return slots.get(slot).input();
    }

    int size() {
        return slots.size();
    }

    boolean isCategorical(int slot) {
        return slots.get(slot).categorical();
    }

    /** What puts rows into the slots. */
    SlotFiller filler() {
        return new SlotFiller(library, slots);
    }
}
