package dev.peregrine.scoring.model;

import dev.peregrine.policy.model.MissingKind;
import dev.peregrine.policy.model.TreeModel;
import java.util.List;
import java.util.stream.IntStream;

/** Puts rows into the slots of a {@link SlotTable}. Immutable; allocates nothing. */
final class SlotFiller {
    private final TreeModel.Library library;
    private final boolean single;
    private final int[] inputs;
    private final double[] missing;

    /** Slots that hold more than the input or what stands for a missing one. */
    private final int[] special;

    private final SlotTable.Slot[] slots;

    SlotFiller(TreeModel.Library library, List<SlotTable.Slot> slots) {
        this.library = library;
        this.slots = slots.toArray(new SlotTable.Slot[0]);
        single = library == TreeModel.Library.XGBOOST;
        inputs = slots.stream().mapToInt(SlotTable.Slot::input).toArray();
        missing = slots.stream().mapToDouble(SlotTable.Slot::missing).toArray();
        special =
                IntStream.range(0, inputs.length)
                        .filter(i -> slots.get(i).categorical() || !ofNaN(slots.get(i)))
                        .toArray();
    }

    private static boolean ofNaN(SlotTable.Slot slot) {
        return slot.kind() == MissingKind.NAN;
    }

    void fill(double[] row, double[] values) {
        for (int i = 0; i < inputs.length; i++) {
            double value = row[inputs[i]];
            double known = single ? (float) value : value;
            values[i] = Double.isNaN(known) ? missing[i] : known;
        }
        values[0] = Double.NEGATIVE_INFINITY;
        for (int i : special) {
            double value = row[inputs[i]];
            double known = single ? (float) value : value;
            values[i] = slots[i].categorical() ? category(i, known) : number(i, known);
        }
    }

    private double category(int slot, double value) {
        return Double.isNaN(value)
                ? missing[slot]
                : Math.max(SlotTable.RIGHT, TreeModel.category(library, value));
    }

    private double number(int slot, double value) {
        double known = Double.isNaN(value) ? 0 : value;
        boolean isMissing = slots[slot].kind() == MissingKind.ZERO && TreeModel.isZero(known);
        return isMissing ? missing[slot] : known;
    }
}
