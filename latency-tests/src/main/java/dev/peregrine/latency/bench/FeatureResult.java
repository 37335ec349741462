package dev.peregrine.latency.bench;

import dev.peregrine.latency.engine.FeatureFigures;

/**
 * One size of the feature benchmark.
 *
 * @param cards number of cards
 * @param features number of features
 * @param medianNs nanoseconds of an event in the median batch
 * @param leastNs in the fastest batch
 * @param mostNs in the slowest batch
 * @param figures memory, allocation and access to the state
 */
record FeatureResult(
        int cards,
        int features,
        double medianNs,
        double leastNs,
        double mostNs,
        FeatureFigures figures) {
    private static final double NS_PER_SECOND = 1e9;

    double eventsPerSecond() {
        return NS_PER_SECOND / medianNs;
    }

    double bytesPerEntity() {
        return (double) figures.entityBytes() / figures.entities();
    }

    /** Of a core that nothing else wants. */
    double eventsPerCoreSecond() {
        return NS_PER_SECOND / figures.cpuNs();
    }

    /** Of one event of traffic, with all the entities that keep it. */
    double bytesPerEvent() {
        return (double) figures.historyBytes() / figures.events();
    }

    double gigabytes() {
        return (figures.entityBytes() + figures.historyBytes()) / 1e9;
    }
}
