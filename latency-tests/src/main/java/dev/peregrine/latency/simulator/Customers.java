package dev.peregrine.latency.simulator;

/**
 * The customers and their habits, as arrays by customer. Habits never change; trips and the draws
 * of each customer's own random stream move on with time.
 */
final class Customers {
    /** Favourite merchants with a counter; the favourites on line follow them. */
    static final int FAVOURITE_COUNTERS = 5;

    static final int FAVOURITES = FAVOURITE_COUNTERS + 4;

    private static final long DAY_NS = 86_400_000_000_000L;
    private static final double MEAN_DAYS_BETWEEN_TRIPS = 50;

    private final int count;
    private final int[] homeCities;
    private final int[] homeLatitudes;
    private final int[] homeLongitudes;
    private final byte[] profiles;
    private final double[] paymentsPerDay;
    private final float[] spend;
    private final float[] onlineShares;
    private final byte[] cards;
    private final byte[] devices;
    private final byte[] emailDomains;
    private final int[] favourites;
    private final int[] tripCities;
    private final long[] tripStarts;
    private final long[] tripEnds;
    private final long[] streams;
    private final Sampler activity;
    private final Sampler homes;

    Customers(int count, double meanPerDay, Merchants merchants, long startNs, long seed) {
        this.count = count;
        homeCities = new int[count];
        homeLatitudes = new int[count];
        homeLongitudes = new int[count];
        profiles = new byte[count];
        paymentsPerDay = new double[count];
        spend = new float[count];
        onlineShares = new float[count];
        cards = new byte[count];
        devices = new byte[count];
        emailDomains = new byte[count];
        favourites = new int[count * FAVOURITES];
        tripCities = new int[count];
        tripStarts = new long[count];
        tripEnds = new long[count];
        streams = new long[count];
        double[] homeShares = new double[City.count()];
        for (int city = 0; city < homeShares.length; city++) {
            homeShares[city] = City.homeShare(city);
        }
        homes = new Sampler(homeShares);
        SimRandom random = new SimRandom(0);
        for (int customer = 0; customer < count; customer++) {
            random.reseed(SimRandom.streamSeed(seed, customer));
            settle(customer, meanPerDay, merchants, random);
            tripEnds[customer] = startNs - random.between(0, 10 * DAY_NS);
            streams[customer] = random.nextLong();
        }
        activity = new Sampler(paymentsPerDay);
    }

    private void settle(int customer, double meanPerDay, Merchants merchants, SimRandom random) {
        int city = homes.draw(random);
        homeCities[customer] = city;
        homeLatitudes[customer] = City.of(city).latitudeMicro() + random.nextInt(200_000) - 100_000;
        homeLongitudes[customer] =
                City.of(city).longitudeMicro() + random.nextInt(200_000) - 100_000;
        profiles[customer] = (byte) random.nextInt(ActivityProfile.count());
        paymentsPerDay[customer] = meanPerDay * Math.max(0.05, random.logNormal(0.84, 0.6));
        spend[customer] = (float) random.logNormal(1, 0.45);
        onlineShares[customer] = (float) (0.1 + 0.6 * random.nextDouble() * random.nextDouble());
        cards[customer] = (byte) (random.chance(0.3) ? 2 : 1);
        devices[customer] = (byte) (random.chance(0.35) ? 2 : 1);
        emailDomains[customer] =
                (byte) (random.chance(0.02) ? Tokens.THROWAWAY_DOMAIN : random.nextInt(6));
        for (int i = 0; i < FAVOURITES; i++) {
            favourites[customer * FAVOURITES + i] =
                    i < FAVOURITE_COUNTERS
                            ? merchants.drawInCity(random, city)
                            : merchants.drawOnline(random);
        }
    }

    int count() {
        return count;
    }

    /** Mean payments per day of all customers together. */
    double paymentsPerDay() {
        return activity.total();
    }

    /** A customer, by how often they pay. */
    int drawByActivity(SimRandom random) {
        return activity.draw(random);
    }

    /** Lends the customer's own random stream; {@link #giveBack} stores how far it got. */
    void lend(int customer, SimRandom random) {
        random.reseed(streams[customer]);
    }

    void giveBack(int customer, SimRandom random) {
        streams[customer] = random.state();
    }

    /** Time of the customer's next payment after a time, by their habits. */
    long nextPaymentNs(int customer, long afterNs, SimRandom random) {
        ActivityProfile profile = ActivityProfile.of(profiles[customer]);
        double meanGapNs = DAY_NS / (paymentsPerDay[customer] * profile.greatest());
        long offsetNs = City.of(homeCities[customer]).country().offsetNs();
        long timeNs = afterNs;
        do {
            timeNs += 1 + (long) (random.exponential() * meanGapNs);
        } while (random.nextDouble() * profile.greatest() > profile.weightAt(timeNs + offsetNs));
        return timeNs;
    }

    /** How readily the customer pays at that time, 0 .. 1. */
    double readiness(int customer, long timeNs) {
        ActivityProfile profile = ActivityProfile.of(profiles[customer]);
        long offsetNs = City.of(homeCities[customer]).country().offsetNs();
        return profile.weightAt(timeNs + offsetNs) / profile.greatest();
    }

    /** Where the customer is: home, or the city of a trip. Times must not go back. */
    int cityAt(int customer, long timeNs, SimRandom random) {
        while (timeNs >= tripEnds[customer]) {
            long gapNs = (long) (random.exponential() * MEAN_DAYS_BETWEEN_TRIPS * DAY_NS);
            tripStarts[customer] = tripEnds[customer] + DAY_NS / 4 + gapNs;
            tripEnds[customer] = tripStarts[customer] + random.between(DAY_NS, 9 * DAY_NS);
            tripCities[customer] = random.nextInt(City.count());
        }
        return timeNs >= tripStarts[customer] ? tripCities[customer] : homeCities[customer];
    }

    int homeCity(int customer) {
        return homeCities[customer];
    }

    int homeLatitude(int customer) {
        return homeLatitudes[customer];
    }

    int homeLongitude(int customer) {
        return homeLongitudes[customer];
    }

    double spend(int customer) {
        return spend[customer];
    }

    double onlineShare(int customer) {
        return onlineShares[customer];
    }

    int favourite(int customer, int index) {
        return favourites[customer * FAVOURITES + index];
    }

    /** One of the customer's cards, the first one mostly. */
    long drawCard(int customer, SimRandom random) {
        return 2L * customer + (cards[customer] > 1 && random.chance(0.2) ? 1 : 0);
    }

    /** One of the customer's devices, the first one mostly. */
    long drawDevice(int customer, SimRandom random) {
        return 2L * customer + (devices[customer] > 1 && random.chance(0.3) ? 1 : 0);
    }

    int emailDomain(int customer) {
        return emailDomains[customer];
    }
}
