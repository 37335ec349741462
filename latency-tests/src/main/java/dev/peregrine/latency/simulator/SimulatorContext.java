package dev.peregrine.latency.simulator;

/** What a {@link TrafficSimulator} needs to know. The same values give the same stream. */
public final class SimulatorContext {
    private long seed = 1;
    private int customers = 10_000;
    private int merchants;
    private double paymentsPerDay = 0.5;
    private int historyDays = 60;
    private long nowNs = Long.MIN_VALUE;
    private boolean concluded;

    /** Seed of everything drawn. Default 1. */
    public SimulatorContext seed(long seed) {
        this.seed = seed;
        return this;
    }

    /** Number of customers, 10 .. 10,000,000. Default 10,000. */
    public SimulatorContext customers(int customers) {
        this.customers = customers;
        return this;
    }

    /** Number of merchants, about; at least 300. Default: one for 10 customers. */
    public SimulatorContext merchants(int merchants) {
        this.merchants = merchants;
        return this;
    }

    /** Mean payments a day of a customer, 0.001 .. 100. Default 0.5. */
    public SimulatorContext paymentsPerDay(double paymentsPerDay) {
        this.paymentsPerDay = paymentsPerDay;
        return this;
    }

    /** Length of the history in days, 0 .. 3650. Default 60. */
    public SimulatorContext historyDays(int historyDays) {
        this.historyDays = historyDays;
        return this;
    }

    /**
     * End of the history, nanoseconds since the epoch. No default: the simulator reads no clock.
     */
    public SimulatorContext nowNs(long nowNs) {
        this.nowNs = nowNs;
        return this;
    }

    public long seed() {
        return seed;
    }

    public int customers() {
        return customers;
    }

    public int merchants() {
        return merchants;
    }

    public double paymentsPerDay() {
        return paymentsPerDay;
    }

    public int historyDays() {
        return historyDays;
    }

    public long nowNs() {
        return nowNs;
    }

    /**
     * Fills in defaults and checks ranges, once.
     *
     * @throws IllegalArgumentException naming the value at fault
     */
    public void conclude() {
        if (concluded) {
            return;
        }
        if (merchants == 0) {
            merchants = Math.max(400, customers / 10);
        }
        check("customers", customers, 10, 10_000_000);
        check("merchants", merchants, 300, 1_000_000);
        check("payments per day", paymentsPerDay, 0.001, 100);
        check("history days", historyDays, 0, 3650);
        if (nowNs == Long.MIN_VALUE) {
            throw new IllegalArgumentException("nowNs is not set");
        }
        concluded = true;
    }

    private static void check(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    name + " is " + value + ", must be " + least + " .. " + most);
        }
    }
}
