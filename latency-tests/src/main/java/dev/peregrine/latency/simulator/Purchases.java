package dev.peregrine.latency.simulator;

import dev.peregrine.protocol.codec.Channel;

/** Fills in payments: by a customer's habits, or to order. */
final class Purchases {
    private static final double FAVOURITE_SHARE = 0.72;
    private static final double AWAY_FROM_WIFI = 0.15;
    private static final long LEAST_AMOUNT_MINOR = 50;
    private static final long IPV4_MAPPED = 0x0000_FFFF_0000_0000L;
    private static final long SHARED_ADDRESS_SPACE = 0x6440_0000L;
    private static final long DOCUMENTATION_PREFIX = 0x2001_0DB8_0000_0000L;

    private final Customers customers;
    private final Merchants merchants;

    Purchases(Customers customers, Merchants merchants) {
        this.customers = customers;
        this.merchants = merchants;
    }

    /** A payment as this customer makes them, at a time. */
    void habitual(SimulatedTransaction tx, int customer, long timeNs, SimRandom random) {
        boolean online = random.chance(customers.onlineShare(customer));
        int city = customers.cityAt(customer, timeNs, random);
        boolean atHome = city == customers.homeCity(customer);
        boolean favourite = random.chance(FAVOURITE_SHARE);
        int merchant;
        if (online) {
            int choice = Customers.FAVOURITES - Customers.FAVOURITE_COUNTERS;
            merchant =
                    favourite
                            ? customers.favourite(
                                    customer, Customers.FAVOURITE_COUNTERS + random.nextInt(choice))
                            : merchants.drawOnline(random);
        } else if (favourite && atHome) {
            merchant = customers.favourite(customer, random.nextInt(Customers.FAVOURITE_COUNTERS));
        } else {
            merchant = merchants.drawInCity(random, city);
        }
        long card = customers.drawCard(customer, random);
        double amountMinor =
                random.logNormal(
                        merchants.medianMinor(merchant) * customers.spend(customer),
                        merchants.trade(merchant).sigma());
        fill(tx, customer, card, merchant, timeNs, (long) amountMinor, random);
        if (online) {
            long device = customers.drawDevice(customer, random);
            boolean mobile = random.chance(AWAY_FROM_WIFI);
            long network = mobile ? random.nextInt(1 << 16) : device;
            onDevice(
                    tx,
                    device,
                    SimRandom.mix(network + 1),
                    customer,
                    customers.emailDomain(customer));
            if (atHome) {
                tx.latitudeMicro = customers.homeLatitude(customer) + random.nextInt(20_000);
                tx.longitudeMicro = customers.homeLongitude(customer) + random.nextInt(20_000);
            } else {
                locate(tx, city, random);
            }
        }
    }

    /** What every payment has; on line, {@link #onDevice} and {@link #locate} say the rest. */
    void fill(
            SimulatedTransaction tx,
            int customer,
            long card,
            int merchant,
            long timeNs,
            long amountMinor,
            SimRandom random) {
        Trade trade = merchants.trade(merchant);
        tx.eventTimeNs = timeNs;
        tx.customer = customer;
        tx.card = card;
        tx.merchant = merchant;
        tx.amountMinor = priced(trade, Math.max(LEAST_AMOUNT_MINOR, amountMinor), random);
        tx.merchantCategory = trade.merchantCategory();
        tx.merchantCountry = City.of(merchants.city(merchant)).country();
        tx.issuerCountry = City.of(customers.homeCity(customer)).country();
        tx.channel = channel(trade, random);
        tx.truth = FraudType.NONE;
        tx.device = SimulatedTransaction.NONE;
        tx.email = SimulatedTransaction.NONE;
        tx.emailDomain = SimulatedTransaction.NONE;
        tx.ipHigh = 0;
        tx.ipLow = 0;
        if (trade.online()) {
            tx.terminal = SimulatedTransaction.NONE;
            tx.latitudeMicro = SimulatedTransaction.NONE;
            tx.longitudeMicro = SimulatedTransaction.NONE;
        } else {
            tx.terminal = merchants.drawTerminal(random, merchant);
            tx.latitudeMicro = merchants.latitudeMicro(merchant);
            tx.longitudeMicro = merchants.longitudeMicro(merchant);
        }
    }

    /**
     * Device, address and e-mail of a payment on line. The network's number decides the address.
     */
    static void onDevice(
            SimulatedTransaction tx, long device, long network, long email, int emailDomain) {
        tx.device = device;
        tx.email = email;
        tx.emailDomain = emailDomain;
        if ((network & 3) == 0) {
            tx.ipHigh = DOCUMENTATION_PREFIX | (network >>> 32);
            tx.ipLow = SimRandom.mix(network);
        } else {
            tx.ipHigh = 0;
            tx.ipLow = IPV4_MAPPED | SHARED_ADDRESS_SPACE | ((network >>> 2) & 0x3F_FFFF);
        }
    }

    /** Places a payment on line somewhere in a city. */
    static void locate(SimulatedTransaction tx, int city, SimRandom random) {
        tx.latitudeMicro = City.of(city).latitudeMicro() + random.nextInt(100_000) - 50_000;
        tx.longitudeMicro = City.of(city).longitudeMicro() + random.nextInt(100_000) - 50_000;
    }

    private static long priced(Trade trade, long amountMinor, SimRandom random) {
        if (trade == Trade.CASH_MACHINE) {
            return Math.max(1000, amountMinor / 1000 * 1000);
        }
        return random.chance(0.35) ? amountMinor / 100 * 100 + 99 : amountMinor;
    }

    private static Channel channel(Trade trade, SimRandom random) {
        double draw = random.nextDouble();
        return switch (trade) {
            case CASH_MACHINE -> Channel.ATM;
            case STREAMING -> draw < 0.8 ? Channel.RECURRING : Channel.ECOMMERCE;
            case TRAVEL -> draw < 0.1 ? Channel.MOTO : Channel.ECOMMERCE;
            default -> {
                if (trade.online()) {
                    yield Channel.ECOMMERCE;
                }
                yield draw < 0.62
                        ? Channel.CONTACTLESS
                        : draw < 0.97 ? Channel.CHIP : Channel.MAGSTRIPE;
            }
        };
    }
}
