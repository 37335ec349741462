package dev.peregrine.policy.model;

/** Bounds of a model. What exceeds one is refused before room is made for it. */
public final class ModelLimits {
    /** Bytes of a model's file. */
    public static final int MAX_FILE_BYTES = 64 << 20;

    /** Bytes of all files of a bundle's models. */
    public static final int MAX_BUNDLE_BYTES = 128 << 20;

    /** Models of a bundle. */
    public static final int MAX_MODELS = 16;

    /** Inputs of a model. */
    public static final int MAX_INPUTS = 512;

    /** Classes of a model. */
    public static final int MAX_CLASSES = 64;

    /** Trees of a model. */
    public static final int MAX_TREES = 20_000;

    /** Leaves of a tree. */
    public static final int MAX_TREE_LEAVES = 1 << 17;

    /** Leaves of all trees of a model. */
    public static final int MAX_LEAVES = 1 << 22;

    /** Splits from the root of a tree to a leaf. */
    public static final int MAX_DEPTH = 512;

    /** Greatest category, exclusive. */
    public static final int MAX_CATEGORY = 1 << 16;

    /** Words of 32 categories in all categorical splits of a model. */
    public static final int MAX_CATEGORY_WORDS = 1 << 22;

    /** Terms of a linear model; bins of a scorecard; weights of a model that learns online. */
    public static final int MAX_TERMS = 4096;

    /** Payments that wait for their label in a model that learns online. */
    public static final int MAX_WAITING = 1 << 24;

    /** Rows of golden predictions. */
    public static final int MAX_GOLDEN_ROWS = 10_000;

    private ModelLimits() {}
}
