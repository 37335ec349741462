package dev.peregrine.latency.peers;

/**
 * A payment on its way through a peer's stages: what is known of it, then its customer's windows,
 * then its terminal's. Mutable, so that peers that can reuse objects do. One thread at a time.
 */
public final class FeatureRow {
    public int index;
    public int second;
    public int customer;
    public int terminal;
    public int cents;
    public int fraud;

    public int customerCount1;
    public int customerCount7;
    public int customerCount30;
    public long customerCents1;
    public long customerCents7;
    public long customerCents30;

    public int terminalCount1;
    public int terminalCount7;
    public int terminalCount30;
    public int terminalFrauds1;
    public int terminalFrauds7;
    public int terminalFrauds30;

    /** Makes it a row of a file, without windows. */
    public FeatureRow set(PaymentRows rows, int row) {
        index = row;
        second = rows.second(row);
        customer = rows.customer(row);
        terminal = rows.terminal(row);
        cents = rows.cents(row);
        fraud = rows.fraud(row);
        return this;
    }

    /** Makes it the same as another. */
    public void copyFrom(FeatureRow other) {
        index = other.index;
        second = other.second;
        customer = other.customer;
        terminal = other.terminal;
        cents = other.cents;
        fraud = other.fraud;
        customerCount1 = other.customerCount1;
        customerCount7 = other.customerCount7;
        customerCount30 = other.customerCount30;
        customerCents1 = other.customerCents1;
        customerCents7 = other.customerCents7;
        customerCents30 = other.customerCents30;
        terminalCount1 = other.terminalCount1;
        terminalCount7 = other.terminalCount7;
        terminalCount30 = other.terminalCount30;
        terminalFrauds1 = other.terminalFrauds1;
        terminalFrauds7 = other.terminalFrauds7;
        terminalFrauds30 = other.terminalFrauds30;
    }

    /**
     * Computes the features.
     *
     * @param out gets {@link HandbookFeatures#COUNT} values in the policy's order
     */
    public void features(double[] out) {
        out[0] = cents / 100.0;
        out[1] = HandbookFeatures.isWeekend(second) ? 1 : 0;
        out[2] = HandbookFeatures.isNight(second) ? 1 : 0;
        out[3] = customerCount1;
        out[4] = mean(customerCents1, customerCount1);
        out[5] = customerCount7;
        out[6] = mean(customerCents7, customerCount7);
        out[7] = customerCount30;
        out[8] = mean(customerCents30, customerCount30);
        out[9] = terminalCount1;
        out[10] = rate(terminalFrauds1, terminalCount1);
        out[11] = terminalCount7;
        out[12] = rate(terminalFrauds7, terminalCount7);
        out[13] = terminalCount30;
        out[14] = rate(terminalFrauds30, terminalCount30);
    }

    private static double mean(long cents, int count) {
        return cents / 100.0 / count;
    }

    private static double rate(int frauds, int count) {
        return count == 0 ? 0 : (double) frauds / count;
    }
}
