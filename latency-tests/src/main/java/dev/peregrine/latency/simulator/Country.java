package dev.peregrine.latency.simulator;

/** Countries where cards are issued or used; clocks without summer time. */
enum Country {
    DE(1, 0.22),
    FR(1, 0.19),
    IT(1, 0.15),
    ES(1, 0.15),
    NL(1, 0.08),
    BE(1, 0.06),
    PT(0, 0.05),
    AT(1, 0.04),
    IE(0, 0.03),
    FI(2, 0.03),
    GB(0, 0),
    US(-5, 0),
    TR(3, 0),
    TH(7, 0),
    BR(-3, 0),
    JP(9, 0);

    private static final long HOUR_NS = 3_600_000_000_000L;

    private final long offsetNs;
    private final double homeWeight;

    Country(int offsetHours, double homeWeight) {
        this.offsetNs = offsetHours * HOUR_NS;
        this.homeWeight = homeWeight;
    }

    /** Local time minus UTC, in nanoseconds. */
    long offsetNs() {
        return offsetNs;
    }

    /** Share of the customers who live here. */
    double homeWeight() {
        return homeWeight;
    }
}
