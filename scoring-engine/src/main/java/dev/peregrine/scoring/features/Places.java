package dev.peregrine.scoring.features;

/**
 * Places on earth in one number, and the speed between two. Distances are along the great circle of
 * a sphere of the mean radius 6,371.0088 km (IUGG), by the haversine formula (R. W. Sinnott,
 * Virtues of the Haversine, Sky and Telescope 68, 1984).
 */
final class Places {
    private static final double RADIUS_KM = 6371.0088;
    private static final double RADIANS_PER_MICRO_DEGREE = Math.PI / 180 / 1e6;
    private static final double NS_PER_HOUR = 3.6e12;

    /** Two payments at two places in one second need no speed to be told apart. */
    private static final long LEAST_NS = 1_000_000_000L;

    private Places() {}

    static long pack(int latitudeMicro, int longitudeMicro) {
        return (long) latitudeMicro << 32 | (longitudeMicro & 0xFFFFFFFFL);
    }

    /** Speed in km/h between two packed places; a time below a second counts as a second. */
    static double speedKmh(long from, long to, long elapsedNs) {
        return distanceKm(from, to) / (Math.max(elapsedNs, LEAST_NS) / NS_PER_HOUR);
    }

    static double distanceKm(long from, long to) {
        double fromLatitude = (int) (from >> 32) * RADIANS_PER_MICRO_DEGREE;
        double toLatitude = (int) (to >> 32) * RADIANS_PER_MICRO_DEGREE;
        double acrossLatitude = StrictMath.sin((toLatitude - fromLatitude) / 2);
        double acrossLongitude =
                StrictMath.sin(((long) (int) to - (int) from) * RADIANS_PER_MICRO_DEGREE / 2);
        double haversine =
                acrossLatitude * acrossLatitude
                        + StrictMath.cos(fromLatitude)
                                * StrictMath.cos(toLatitude)
                                * acrossLongitude
                                * acrossLongitude;
        return 2 * RADIUS_KM * StrictMath.asin(Math.sqrt(Math.min(1, haversine)));
    }
}
