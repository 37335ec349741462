package dev.peregrine.latency.simulator;

/**
 * The merchants: those with counters first, grouped by city, then those on line. Never changes
 * after construction.
 */
final class Merchants {
    private static final double COUNTER_SHARE = 0.65;
    private static final int LEAST_PER_CITY = 4;
    private static final double ABROAD_WEIGHT = 0.03;

    private final Trade[] trades;
    private final int[] cities;
    private final double[] medianMinor;
    private final int[] firstTerminals;
    private final int[] cityStarts = new int[City.count() + 1];
    private final Sampler popularity;
    private final int[] latitudeMicro;
    private final int[] longitudeMicro;

    Merchants(int merchants, long seed) {
        int[] perCity = new int[City.count()];
        int counters = 0;
        for (int city = 0; city < perCity.length; city++) {
            double share = City.isHome(city) ? City.homeShare(city) : ABROAD_WEIGHT;
            int wanted = (int) StrictMath.round(share * merchants * COUNTER_SHARE);
            perCity[city] = Math.max(LEAST_PER_CITY, wanted);
            cityStarts[city] = counters;
            counters += perCity[city];
        }
        cityStarts[perCity.length] = counters;
        int total = counters + Math.max(40, (int) (merchants * (1 - COUNTER_SHARE)));
        trades = new Trade[total];
        cities = new int[total];
        medianMinor = new double[total];
        firstTerminals = new int[total + 1];
        latitudeMicro = new int[total];
        longitudeMicro = new int[total];
        double[] weights = new double[total];
        SimRandom random = new SimRandom(0);
        int city = 0;
        for (int merchant = 0; merchant < total; merchant++) {
            random.reseed(SimRandom.streamSeed(seed, merchant));
            boolean online = merchant >= counters;
            while (!online && merchant >= cityStarts[city + 1]) {
                city++;
            }
            Trade trade = Trade.draw(random, online);
            weights[merchant] = random.logNormal(1, online ? 1.3 : 0.8);
            trades[merchant] = trade;
            cities[merchant] = online ? random.nextInt(City.count()) : city;
            medianMinor[merchant] = random.logNormal(trade.medianMinor(), 0.3);
            int terminals = online ? 0 : 1 + (int) Math.min(5, weights[merchant] * 1.2);
            firstTerminals[merchant + 1] = firstTerminals[merchant] + terminals;
            City place = City.of(cities[merchant]);
            latitudeMicro[merchant] = place.latitudeMicro() + random.nextInt(160_000) - 80_000;
            longitudeMicro[merchant] = place.longitudeMicro() + random.nextInt(160_000) - 80_000;
        }
        popularity = new Sampler(weights);
    }

    int count() {
        return trades.length;
    }

    int terminals() {
        return firstTerminals[trades.length];
    }

    /** A merchant with a counter in a city, by popularity. */
    int drawInCity(SimRandom random, int city) {
        return popularity.draw(random, cityStarts[city], cityStarts[city + 1]);
    }

    /** A merchant on line, by popularity. */
    int drawOnline(SimRandom random) {
        return popularity.draw(random, cityStarts[City.count()], trades.length);
    }

    /** A merchant on line of one of two trades. */
    int drawOnline(SimRandom random, Trade one, Trade other) {
        int merchant = drawOnline(random);
        for (int i = 0; i < 200 && trades[merchant] != one && trades[merchant] != other; i++) {
            merchant = drawOnline(random);
        }
        return merchant;
    }

    /** One of the merchant's terminals; it must have a counter. */
    int drawTerminal(SimRandom random, int merchant) {
        int first = firstTerminals[merchant];
        return first + random.nextInt(firstTerminals[merchant + 1] - first);
    }

    boolean online(int merchant) {
        return merchant >= cityStarts[City.count()];
    }

    Trade trade(int merchant) {
        return trades[merchant];
    }

    /** City of the counter, or of the company's seat. */
    int city(int merchant) {
        return cities[merchant];
    }

    /** Median amount in minor units. */
    double medianMinor(int merchant) {
        return medianMinor[merchant];
    }

    int latitudeMicro(int merchant) {
        return latitudeMicro[merchant];
    }

    int longitudeMicro(int merchant) {
        return longitudeMicro[merchant];
    }
}
