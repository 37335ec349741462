package dev.peregrine.latency.simulator;

/**
 * How quickly fraudsters work. In the live phase a population's day of payments passes within
 * seconds, and a campaign's hours do so too.
 *
 * @param attemptGapNs mean time between attempts of a card testing burst
 * @param stepGapNs mean time between payments of one victim's card or account
 * @param cashOutDelayNs mean time from a card's test to its use
 * @param travelNs mean time from the holder's last payment to the thief's first
 */
record Pace(long attemptGapNs, long stepGapNs, long cashOutDelayNs, long travelNs) {
    private static final long MS = 1_000_000L;
    private static final long MINUTE = 60_000 * MS;

    static final Pace HISTORY = new Pace(4_000 * MS, 25 * MINUTE, 600 * MINUTE, 45 * MINUTE);
    static final Pace LIVE = new Pace(60 * MS, 1_200 * MS, 3_000 * MS, 1_500 * MS);
}
