package dev.peregrine.latency.peers.oracle;

import dev.peregrine.latency.peers.HandbookFeatures;
import dev.peregrine.latency.peers.PaymentRows;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The features by their definition: for each row and window, a look at all rows so far. */
public final class NaiveFeatures {
    private static final int DAY = 86_400;
    private static final int[] DAYS = {1, 7, 30};

    private NaiveFeatures() {}

    /** Features of every row. */
    public static double[][] of(PaymentRows rows) {
        double[][] all = new double[rows.size()][HandbookFeatures.COUNT];
        for (int row = 0; row < rows.size(); row++) {
            LocalDateTime time = LocalDateTime.ofEpochSecond(rows.second(row), 0, ZoneOffset.UTC);
            double[] features = all[row];
            features[0] = rows.cents(row) / 100.0;
            features[1] = time.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0 ? 1 : 0;
            features[2] = time.getHour() <= 6 ? 1 : 0;
            for (int i = 0; i < DAYS.length; i++) {
                customer(rows, row, DAYS[i] * DAY, features, 3 + 2 * i);
                terminal(rows, row, DAYS[i] * DAY, features, 9 + 2 * i);
            }
        }
        return all;
    }

    private static void customer(PaymentRows rows, int row, int window, double[] features, int at) {
        long count = 0;
        long cents = 0;
        for (int other = 0; other <= row; other++) {
            if (rows.customer(other) == rows.customer(row)
                    && rows.second(other) > rows.second(row) - window) {
                count++;
                cents += rows.cents(other);
            }
        }
        features[at] = count;
        features[at + 1] = cents / 100.0 / count;
    }

    private static void terminal(PaymentRows rows, int row, int window, double[] features, int at) {
        int upper = rows.second(row) - 7 * DAY;
        long count = 0;
        long frauds = 0;
        for (int other = 0; other <= row; other++) {
            if (rows.terminal(other) == rows.terminal(row)
                    && rows.second(other) > upper - window
                    && rows.second(other) <= upper) {
                count++;
                frauds += rows.fraud(other);
            }
        }
        features[at] = count;
        features[at + 1] = count == 0 ? 0 : (double) frauds / count;
    }
}
