package dev.peregrine.latency.engine;

/**
 * Ranks 0 .. n - 1 drawn in proportion to {@code 1 / (rank + 1)^skew}, without tables: rejection
 * inversion after Hörmann and Derflinger (1996). Immutable.
 */
final class ZipfDistribution {
    private static final double SERIES_BELOW = 1e-8;

    private final int size;
    private final double skew;
    private final double areaOfFirst;
    private final double areaOfAll;
    private final double acceptWithin;

    /**
     * @param size number of ranks, at least 1
     * @param skew above 0; 1 is Zipf's law
     */
    ZipfDistribution(int size, double skew) {
        this.size = size;
        this.skew = skew;
        areaOfFirst = area(1.5) - 1;
        areaOfAll = area(size + 0.5);
        acceptWithin = 2 - inverseArea(area(2.5) - height(2));
    }

    /** A rank, from the stream of a generator. */
    int next(WorkloadRandom random) {
        while (true) {
            double u = areaOfAll + random.nextDouble() * (areaOfFirst - areaOfAll);
            double x = inverseArea(u);
            int rank = (int) Math.min(Math.max(Math.rint(x), 1), size);
            if (rank - x <= acceptWithin || u >= area(rank + 0.5) - height(rank)) {
                return rank - 1;
            }
        }
    }

    private double height(double x) {
        return StrictMath.exp(-skew * StrictMath.log(x));
    }

    private double area(double x) {
        double log = StrictMath.log(x);
        double t = (1 - skew) * log;
        return (Math.abs(t) > SERIES_BELOW ? StrictMath.expm1(t) / t : 1 + t / 2) * log;
    }

    private double inverseArea(double area) {
        double t = Math.max(-1, area * (1 - skew));
        return StrictMath.exp(
                (Math.abs(t) > SERIES_BELOW ? StrictMath.log1p(t) / t : 1 - t / 2) * area);
    }
}
