package dev.peregrine.scoring.model;

import dev.peregrine.policy.model.LearningSpec;
import dev.peregrine.policy.model.OnlineModel;
import java.util.List;

/**
 * FTRL-Proximal as the paper writes it, over dense vectors: weights are the minimum of
 *
 * <pre>
 *   sum of (g_s w) + 1/2 sum of (sigma_s (w - w_s)^2) + l1 |w| + (beta / alpha + l2) / 2 w^2
 * </pre>
 *
 * whose sums are kept as they are, per coordinate, instead of z.
 */
final class FtrlOracle {
    private final LearningSpec spec;
    private final double[] sumG;
    private final double[] sumSigmaW;
    private final double[] sumSigma;
    private final double[] sumSquares;

    FtrlOracle(LearningSpec spec, int size) {
        this.spec = spec;
        sumG = new double[size];
        sumSigmaW = new double[size];
        sumSigma = new double[size];
        sumSquares = new double[size];
    }

    double weight(int i) {
        double slope = sumG[i] - sumSigmaW[i];
        double curvature = sumSigma[i] + spec.beta() / spec.alpha() + spec.l2();
        if (slope > spec.l1()) {
            return (spec.l1() - slope) / curvature;
        }
        return slope < -spec.l1() ? (-spec.l1() - slope) / curvature : 0;
    }

    double margin(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += weight(i) * x[i];
        }
        return sum;
    }

    void learn(double[] x, boolean fraud, double times) {
        double p = 1 / (1 + Math.exp(-margin(x)));
        double[] w = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            w[i] = weight(i);
        }
        for (int i = 0; i < x.length; i++) {
            double g = times * (p - (fraud ? 1 : 0)) * x[i];
            double before = Math.sqrt(sumSquares[i]);
            sumSquares[i] += g * g;
            double sigma = (Math.sqrt(sumSquares[i]) - before) / spec.alpha();
            sumG[i] += g;
            sumSigma[i] += sigma;
            sumSigmaW[i] += sigma * w[i];
        }
    }

    /** The dense vector of a row. */
    static double[] dense(OnlineModel model, double[] row) {
        double[] x = new double[model.initialWeights().length];
        x[0] = 1;
        int place = 1;
        List<OnlineModel.Term> terms = model.terms();
        for (OnlineModel.Term term : terms) {
            double value = row[term.input()];
            x[place + term.coordinate(value)] = term.value(value);
            place += term.weights().size();
        }
        return x;
    }
}
