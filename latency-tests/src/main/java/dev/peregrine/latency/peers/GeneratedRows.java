package dev.peregrine.latency.peers;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Payments of the Handbook's shape, from a seed, for other numbers of customers and terminals. As
 * there, a customer has a mean amount of 5 to 100 euros and a pace of 0 to 4 payments a day that
 * the others' are measured by, buys at noon rather than at night, and only at terminals near by;
 * amounts above 220 euros are frauds, and so is all that comes from a terminal in the 28 days after
 * it was compromised.
 */
final class GeneratedRows {
    private static final int FIRST_DAY = 17_622;
    private static final int DAYS = 91;
    private static final int DAY = 86_400;
    private static final int NOON = DAY / 2;
    private static final double SPREAD = 20_000;
    private static final int NEAR = 50;
    private static final int FRAUD_CENTS = 22_000;
    private static final int COMPROMISED_DAYS = 28;
    private static final int TERMINALS_PER_COMPROMISED = 5_000;

    private final SplittableRandom random;
    private final int customers;
    private final int terminals;
    private final float[] pace;
    private final float[] meanCents;
    private final int[] firstTerminal;
    private final int[] compromisedUntil;

    private GeneratedRows(int customers, int terminals, long seed) {
        this.customers = customers;
        this.terminals = terminals;
        random = new SplittableRandom(seed);
        pace = new float[customers];
        meanCents = new float[customers];
        firstTerminal = new int[customers];
        for (int i = 0; i < customers; i++) {
            pace[i] = (float) random.nextDouble();
            meanCents[i] = (float) (500 + 9_500 * random.nextDouble());
            firstTerminal[i] = random.nextInt(terminals);
        }
        compromisedUntil = new int[terminals];
    }

    /**
     * Makes payments of 91 days from 2018-04-01 on, in order of time.
     *
     * @param rows how many; the days get the same number each
     */
    static PaymentRows generate(int customers, int terminals, int rows, long seed) {
        GeneratedRows generator = new GeneratedRows(customers, terminals, seed);
        PaymentRows all = new PaymentRows(rows);
        for (int day = 0; day < DAYS; day++) {
            int until = (int) ((long) rows * (day + 1) / DAYS);
            generator.day(FIRST_DAY + day, until - all.size(), all);
        }
        return all;
    }

    private void day(int day, int payments, PaymentRows into) {
        for (int i = 0; i < Math.max(1, terminals / TERMINALS_PER_COMPROMISED); i++) {
            compromisedUntil[random.nextInt(terminals)] = day + COMPROMISED_DAYS;
        }
        int[] seconds = new int[payments];
        for (int i = 0; i < payments; i++) {
            seconds[i] = day * DAY + secondOfDay();
        }
        Arrays.sort(seconds);
        for (int second : seconds) {
            int customer = customer();
            int terminal = (firstTerminal[customer] + random.nextInt(NEAR)) % terminals;
            int cents = cents(meanCents[customer]);
            boolean fraud = cents > FRAUD_CENTS || compromisedUntil[terminal] > day;
            into.add(second, customer, terminal, cents, fraud ? 1 : 0);
        }
    }

    private int secondOfDay() {
        while (true) {
            int second = (int) Math.round(NOON + SPREAD * random.nextGaussian());
            if (second >= 0 && second < DAY) {
                return second;
            }
        }
    }

    private int customer() {
        while (true) {
            int customer = random.nextInt(customers);
            if (random.nextDouble() < pace[customer]) {
                return customer;
            }
        }
    }

    private int cents(float mean) {
        double cents = mean + mean / 2 * random.nextGaussian();
        return (int) (cents < 0 ? random.nextDouble() * 2 * mean : cents);
    }
}
