package dev.peregrine.latency.simulator;

/** Lines of business, with their category code (ISO 18245), typical amount and frequency. */
enum Trade {
    GROCERY(5411, false, 24, 0.7, 0.30),
    RESTAURANT(5812, false, 28, 0.6, 0.17),
    FAST_FOOD(5814, false, 9, 0.4, 0.15),
    FUEL(5541, false, 48, 0.35, 0.09),
    PHARMACY(5912, false, 14, 0.6, 0.08),
    CLOTHING(5651, false, 45, 0.7, 0.08),
    ELECTRONICS(5732, false, 120, 0.9, 0.03),
    HOTEL(7011, false, 140, 0.5, 0.02),
    TAXI(4121, false, 15, 0.4, 0.04),
    CASH_MACHINE(6011, false, 80, 0.5, 0.04),
    WEB_RETAIL(5999, true, 32, 0.8, 0.34),
    WEB_CLOTHING(5691, true, 55, 0.6, 0.14),
    DIGITAL_GOODS(5815, true, 7, 0.6, 0.12),
    GIFT_CARDS(5947, true, 40, 0.5, 0.04),
    STREAMING(4899, true, 11, 0.2, 0.12),
    TRAVEL(4722, true, 180, 0.7, 0.05),
    GAMES(5816, true, 12, 0.7, 0.08),
    WEB_ELECTRONICS(5732, true, 150, 0.8, 0.05),
    CHARITY(8398, true, 15, 0.6, 0.03),
    TOP_UP(4814, true, 20, 0.3, 0.03);

    private static final Trade[] ALL = values();

    private final int merchantCategory;
    private final boolean online;
    private final double medianMinor;
    private final double sigma;
    private final double share;

    Trade(int merchantCategory, boolean online, double median, double sigma, double share) {
        this.merchantCategory = merchantCategory;
        this.online = online;
        this.medianMinor = median * 100;
        this.sigma = sigma;
        this.share = share;
    }

    /** Draws a trade among those on line or those with a counter. */
    static Trade draw(SimRandom random, boolean online) {
        double rest = random.nextDouble();
        Trade last = null;
        for (Trade trade : ALL) {
            if (trade.online == online) {
                last = trade;
                rest -= trade.share;
                if (rest < 0) {
                    return trade;
                }
            }
        }
        return last;
    }

    int merchantCategory() {
        return merchantCategory;
    }

    boolean online() {
        return online;
    }

    /** Median amount in minor units. */
    double medianMinor() {
        return medianMinor;
    }

    /** Deviation of the amount's logarithm. */
    double sigma() {
        return sigma;
    }
}
