package dev.peregrine.policy;

/**
 * A policy that is scored in shadow beside the one that decides.
 *
 * @param name unique in the bundle
 * @param kind how it comes about
 * @param policy the whole policy; made out of the bundle itself unless it is a bundle of its own
 */
public record Challenger(String name, Kind kind, PolicyBundle policy) {
    /** How a challenger comes about. */
    public enum Kind {
        /** A bundle in the bundle's {@code challengers/}. */
        POLICY,
        /** The bundle with another champion, or with some shadow rules put to use. */
        VARIANT
    }
}
