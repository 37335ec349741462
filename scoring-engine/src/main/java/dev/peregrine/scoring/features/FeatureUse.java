package dev.peregrine.scoring.features;

/**
 * What a feature reads of the state of its entity type, by index in the entity type's layout.
 *
 * @param entityType index of the entity type, or {@link #NONE} for a feature of the transaction
 *     alone
 * @param window window, or {@link #NONE}
 * @param lane lane, or {@link #NONE} when the window's count, sum and frauds are enough
 * @param decay decayed sum, or {@link #NONE}
 */
public record FeatureUse(int entityType, int window, int lane, int decay) {
    /** No such thing. */
    public static final int NONE = -1;

    static final FeatureUse NOTHING = new FeatureUse(NONE, NONE, NONE, NONE);
}
