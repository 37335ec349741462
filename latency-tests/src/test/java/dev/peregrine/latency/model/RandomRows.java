package dev.peregrine.latency.model;

import java.util.Random;

/**
 * Rows to train small models on and to hold scorers against each other with: numbers of several
 * sorts, whole ones, categories, missing values, zeros; labels depend on some of them.
 */
final class RandomRows {
    static final int COLUMNS = 8;

    /** Columns 5 and 6 are categories. */
    static final int FIRST_CATEGORICAL = 5;

    static final int LAST_CATEGORICAL = 6;

    private final Random random;
    private final int count;
    private final double[] values;
    private final double[] signal;

    RandomRows(long seed, int count) {
        this.random = new Random(seed);
        this.count = count;
        this.values = new double[count * COLUMNS];
        this.signal = new double[count];
        for (int row = 0; row < count; row++) {
            fill(row);
        }
    }

    private void fill(int row) {
        double amount = Math.exp(3 + 1.5 * random.nextGaussian());
        double rate = random.nextInt(3) == 0 ? 0 : random.nextDouble();
        double count = random.nextInt(12);
        double category = random.nextInt(40);
        double channel = random.nextInt(4);
        signal[row] =
                Math.log(amount) / 2
                        + 3 * rate
                        - count / 5
                        + (category % 3 - 1)
                        + (channel == 2 ? 1 : 0)
                        + random.nextGaussian() / 2;
        double[] cells = {
            amount, rate, random.nextGaussian(), count, tiny(), category, channel, 1000 * rate
        };
        for (int column = 0; column < COLUMNS; column++) {
            boolean missing = column > 0 && random.nextInt(8) == 0;
            values[row * COLUMNS + column] = missing ? Double.NaN : cells[column];
            signal[row] += missing && column == 2 ? 1 : 0;
        }
    }

    private double tiny() {
        return switch (random.nextInt(4)) {
            case 0 -> 0.0;
            case 1 -> 1e-36;
            case 2 -> -1e-36;
            default -> random.nextGaussian() * 1e-3;
        };
    }

    /** Puts in what no training has seen: other categories, fractions of them, extremes, gaps. */
    RandomRows wild() {
        double[] odd = {
            Double.NaN, -0.0, -0.5, -1, 1e30, -1e30, 39, 40, 63.9, 1e6, 1e10, 3.0000000001
        };
        for (int i = 0; i < values.length; i++) {
            if (random.nextInt(4) == 0) {
                values[i] = odd[random.nextInt(odd.length)];
            }
        }
        return this;
    }

    int count() {
        return count;
    }

    /** All rows, one after the other. */
    double[] values() {
        return values.clone();
    }

    float[] singleValues() {
        float[] singles = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            singles[i] = (float) values[i];
        }
        return singles;
    }

    double[] row(int row) {
        double[] cells = new double[COLUMNS];
        System.arraycopy(values, row * COLUMNS, cells, 0, COLUMNS);
        return cells;
    }

    /** Labels that fit an objective. */
    float[] labels(String objective) {
        float[] labels = new float[count];
        for (int row = 0; row < count; row++) {
            labels[row] =
                    switch (kind(objective)) {
                        case "binary" -> signal[row] > 2.5 ? 1 : 0;
                        case "multi" -> signal[row] < 1 ? 0 : signal[row] < 3 ? 1 : 2;
                        case "positive" -> (float) Math.floor(Math.exp(signal[row] / 3)) + 1;
                        default -> (float) signal[row];
                    };
        }
        return labels;
    }

    private static String kind(String objective) {
        if (objective.matches("(binary.*|cross_entropy.*|reg:logistic)")) {
            return "binary";
        }
        return objective.startsWith("multi")
                ? "multi"
                : objective.matches(".*(poisson|gamma|tweedie|squaredlogerror)")
                        ? "positive"
                        : "any";
    }
}
