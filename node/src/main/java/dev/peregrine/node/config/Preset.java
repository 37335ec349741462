package dev.peregrine.node.config;

/** How threads share the machine, named by intent. */
public enum Preset {
    /** Few threads that back off when idle: right from two cores on. */
    SHARED,
    /** A spinning core for each stage: the least latency, and no core left for others. */
    LOW_LATENCY
}
