package dev.peregrine.latency.rig;

/**
 * What is measured.
 *
 * @param name unique in its run; names its files
 * @param title for people
 * @param includes what the figure covers: journal, fsync, network, cores
 * @param floor name of the measurement that it stands on; null for a floor itself
 * @param sweep name of the rate sweep that it is part of; null for none
 * @param ratePerSecond requests a second
 */
public record Subject(
        String name,
        String title,
        String includes,
        String floor,
        String sweep,
        double ratePerSecond) {
    /** One that is part of no sweep. */
    public static Subject of(
            String name, String title, String includes, String floor, double ratePerSecond) {
        return new Subject(name, title, includes, floor, null, ratePerSecond);
    }
}
