package dev.peregrine.policy;

import java.util.concurrent.TimeUnit;

/** Bounds of a bundle. */
final class BundleLimits {
    static final int MAX_FILE_BYTES = 1 << 20;
    static final int MAX_RULE_FILES = 256;
    static final int MAX_MODEL_FILES = 64;
    static final int MAX_CATEGORIES = 4096;
    static final int MAX_CALIBRATION_POINTS = 256;
    static final int MAX_MODEL_REASONS = 64;
    static final int MAX_CHALLENGERS = 16;
    static final int MAX_ENTITIES = 32;
    static final int MAX_FEATURES = 1024;
    static final int MAX_RULES = 4096;
    static final int MAX_CAPACITY = 100_000_000;
    static final int MAX_EVENTS = 1_000_000;
    static final int MAX_KEY_PARTS = 8;
    static final int MAX_ATTRIBUTES = 4096;
    static final int MAX_LISTS = 256;
    static final int MAX_PARAMETERS = 256;
    static final int MAX_LIST_CAPACITY = 10_000_000;
    static final int MAX_ZONES = 64;
    static final int MAX_TRANSITIONS = 1024;
    static final int MAX_DISTINCT = 65_536;
    static final int MAX_NAME_LENGTH = 64;
    static final int MAX_TEXT_LENGTH = 256;
    static final int MAX_DESCRIPTION_LENGTH = 1024;

    /** Longest window, delay or lateness. */
    static final long MAX_SPAN_NS = TimeUnit.DAYS.toNanos(3660);

    /** Shortest tumbling window, session gap, half-life or time to live. */
    static final long MIN_SPAN_NS = TimeUnit.SECONDS.toNanos(1);

    private BundleLimits() {}
}
