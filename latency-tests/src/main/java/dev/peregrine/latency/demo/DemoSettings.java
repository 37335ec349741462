package dev.peregrine.latency.demo;

import java.nio.file.Path;

/**
 * What the demo is to do.
 *
 * @param seconds how long payments are sent
 * @param rate payments a second
 * @param seed of the simulation
 * @param customers of the simulation
 * @param days of history
 * @param policy directory of the bundle
 * @param port of the HTTP API; 0 lets the system choose
 * @param data data directory; null for a temporary one
 * @param keep keep the node running until Ctrl-C
 */
record DemoSettings(
        int seconds,
        int rate,
        long seed,
        int customers,
        int days,
        Path policy,
        int port,
        Path data,
        boolean keep) {
    /** Payments a day of a customer: few, so that the live seconds are few of anyone's. */
    static final double PAYMENTS_PER_DAY = 0.3;

    private static final double EVENTS_PER_PAYMENT = 2.1;

    /** Events that the node will get, with some room. */
    long events() {
        double payments = customers * PAYMENTS_PER_DAY * days + (double) rate * seconds;
        return (long) (1.2 * EVENTS_PER_PAYMENT * payments) + 100_000;
    }

    /** Seconds at the beginning that are not measured. */
    double warmUpSeconds() {
        return Math.min(5, seconds / 5.0);
    }
}
