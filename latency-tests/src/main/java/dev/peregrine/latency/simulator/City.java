package dev.peregrine.latency.simulator;

/** Places where customers live and merchants trade, with a weight inside their country. */
enum City {
    BERLIN(Country.DE, 52.52, 13.40, 4),
    HAMBURG(Country.DE, 53.55, 9.99, 2),
    MUNICH(Country.DE, 48.14, 11.58, 2),
    COLOGNE(Country.DE, 50.94, 6.96, 1),
    LEIPZIG(Country.DE, 51.34, 12.37, 1),
    PARIS(Country.FR, 48.86, 2.35, 5),
    LYON(Country.FR, 45.76, 4.84, 2),
    MARSEILLE(Country.FR, 43.30, 5.37, 2),
    LILLE(Country.FR, 50.63, 3.06, 1),
    TOULOUSE(Country.FR, 43.60, 1.44, 1),
    ROME(Country.IT, 41.90, 12.50, 4),
    MILAN(Country.IT, 45.46, 9.19, 3),
    NAPLES(Country.IT, 40.85, 14.27, 2),
    TURIN(Country.IT, 45.07, 7.69, 1),
    MADRID(Country.ES, 40.42, -3.70, 4),
    BARCELONA(Country.ES, 41.39, 2.17, 3),
    VALENCIA(Country.ES, 39.47, -0.38, 1),
    SEVILLE(Country.ES, 37.39, -5.98, 1),
    AMSTERDAM(Country.NL, 52.37, 4.90, 2),
    ROTTERDAM(Country.NL, 51.92, 4.48, 1),
    BRUSSELS(Country.BE, 50.85, 4.35, 2),
    ANTWERP(Country.BE, 51.22, 4.40, 1),
    LISBON(Country.PT, 38.72, -9.14, 2),
    PORTO(Country.PT, 41.15, -8.61, 1),
    VIENNA(Country.AT, 48.21, 16.37, 1),
    DUBLIN(Country.IE, 53.35, -6.26, 1),
    HELSINKI(Country.FI, 60.17, 24.94, 1),
    LONDON(Country.GB, 51.51, -0.13, 1),
    NEW_YORK(Country.US, 40.71, -74.01, 2),
    MIAMI(Country.US, 25.76, -80.19, 1),
    ISTANBUL(Country.TR, 41.01, 28.98, 1),
    BANGKOK(Country.TH, 13.76, 100.50, 1),
    SAO_PAULO(Country.BR, -23.55, -46.63, 1),
    TOKYO(Country.JP, 35.68, 139.69, 1);

    private static final City[] ALL = values();

    private final Country country;
    private final int latitudeMicro;
    private final int longitudeMicro;
    private final double weight;

    City(Country country, double latitude, double longitude, double weight) {
        this.country = country;
        this.latitudeMicro = (int) StrictMath.round(latitude * 1e6);
        this.longitudeMicro = (int) StrictMath.round(longitude * 1e6);
        this.weight = weight;
    }

    static City of(int index) {
        return ALL[index];
    }

    static int count() {
        return ALL.length;
    }

    /** First of the cities abroad: those after it have no customers at home. */
    static boolean isHome(int index) {
        return ALL[index].country.homeWeight() > 0;
    }

    /** Share of all customers who live here. */
    static double homeShare(int index) {
        City city = ALL[index];
        double countryTotal = 0;
        for (City other : ALL) {
            if (other.country == city.country) {
                countryTotal += other.weight;
            }
        }
        return city.country.homeWeight() * city.weight / countryTotal;
    }

    /** Whether two cities lie so far apart that nobody shops in both within hours. */
    static boolean farApart(int one, int other) {
        long latitude = Math.abs((long) ALL[one].latitudeMicro - ALL[other].latitudeMicro);
        long longitude = Math.abs((long) ALL[one].longitudeMicro - ALL[other].longitudeMicro);
        return latitude + longitude > 12_000_000;
    }

    Country country() {
        return country;
    }

    int latitudeMicro() {
        return latitudeMicro;
    }

    int longitudeMicro() {
        return longitudeMicro;
    }
}
