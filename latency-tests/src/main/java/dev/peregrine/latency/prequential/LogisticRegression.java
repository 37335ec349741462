package dev.peregrine.latency.prequential;

import dev.peregrine.latency.train.TrainingData;
import java.util.Arrays;

/**
 * Logistic regression by Newton's method on standardised features: minimises the sum of the
 * logarithmic losses plus half the sum of the squared weights, the intercept's left out (what
 * scikit-learn does by default). A missing value is the feature's mean. One thread.
 */
final class LogisticRegression {
    private static final int MAX_STEPS = 50;
    private static final double TOLERANCE = 1e-8;
    private static final double LEAST_DEVIATION = 1e-12;

    private final double[] means;
    private final double[] scales;
    private final double[] weights;

    private LogisticRegression(double[] means, double[] scales, double[] weights) {
        this.means = means;
        this.scales = scales;
        this.weights = weights;
    }

    /** Fits a regression. */
    static LogisticRegression fit(TrainingData data) {
        return fit(data.values(), data.labels(), data.names().size());
    }

    /**
     * Fits a regression.
     *
     * @param values row by row; NaN is missing
     * @param labels 1 or 0
     */
    static LogisticRegression fit(double[] values, float[] labels, int columns) {
        int rows = labels.length;
        double[] means = new double[columns];
        double[] scales = new double[columns];
        for (int c = 0; c < columns; c++) {
            double sum = 0;
            double squares = 0;
            int known = 0;
            for (int r = 0; r < rows; r++) {
                double value = values[r * columns + c];
                if (!Double.isNaN(value)) {
                    sum += value;
                    known++;
                }
            }
            means[c] = known == 0 ? 0 : sum / known;
            for (int r = 0; r < rows; r++) {
                double value = values[r * columns + c];
                squares += Double.isNaN(value) ? 0 : (value - means[c]) * (value - means[c]);
            }
            double deviation = known == 0 ? 0 : Math.sqrt(squares / known);
            scales[c] = deviation < LEAST_DEVIATION ? 1 : deviation;
        }
        double[] weights = new double[columns + 1];
        double[] x = new double[columns + 1];
        for (int step = 0; step < MAX_STEPS; step++) {
            double[] gradient = new double[columns + 1];
            double[][] hessian = new double[columns + 1][columns + 1];
            for (int c = 1; c <= columns; c++) {
                gradient[c] = weights[c];
                hessian[c][c] = 1;
            }
            for (int r = 0; r < rows; r++) {
                standardise(values, r * columns, means, scales, x);
                double p = 1 / (1 + Math.exp(-dot(weights, x)));
                double curvature = p * (1 - p);
                for (int i = 0; i <= columns; i++) {
                    gradient[i] += (p - labels[r]) * x[i];
                    double part = curvature * x[i];
                    for (int j = 0; j <= i; j++) {
                        hessian[i][j] += part * x[j];
                    }
                }
            }
            solve(hessian, gradient);
            double largest = 0;
            for (int i = 0; i <= columns; i++) {
                weights[i] -= gradient[i];
                largest = Math.max(largest, Math.abs(gradient[i]));
            }
            if (largest < TOLERANCE) {
                break;
            }
        }
        return new LogisticRegression(means, scales, weights);
    }

    private static void standardise(
            double[] values, int offset, double[] means, double[] scales, double[] x) {
        x[0] = 1;
        for (int c = 0; c < means.length; c++) {
            double value = values[offset + c];
            x[c + 1] = Double.isNaN(value) ? 0 : (value - means[c]) / scales[c];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Solves by Cholesky's decomposition of the lower half; the right side becomes the result. */
    private static void solve(double[][] a, double[] b) {
        int n = b.length;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= a[i][k] * a[j][k];
                }
                a[i][j] = i == j ? Math.sqrt(Math.max(sum, LEAST_DEVIATION)) : sum / a[j][j];
            }
        }
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                b[i] -= a[i][k] * b[k];
            }
            b[i] /= a[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                b[i] -= a[k][i] * b[k];
            }
            b[i] /= a[i][i];
        }
    }

    double margin(double[] row) {
        double[] x = new double[weights.length];
        standardise(row, 0, means, scales, x);
        return dot(weights, x);
    }

    double intercept() {
        return weights[0];
    }

    /** Weight of a standardised feature. */
    double weight(int feature) {
        return weights[feature + 1];
    }

    double mean(int feature) {
        return means[feature];
    }

    double scale(int feature) {
        return scales[feature];
    }

    /** The weights, copied; the intercept first. */
    double[] weights() {
        return Arrays.copyOf(weights, weights.length);
    }
}
