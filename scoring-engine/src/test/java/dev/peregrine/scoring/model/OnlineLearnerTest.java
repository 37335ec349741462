package dev.peregrine.scoring.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.peregrine.policy.model.LearningSpec;
import dev.peregrine.policy.model.ModelFormat;
import dev.peregrine.policy.model.OnlineModel;
import dev.peregrine.policy.model.OnlineWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A learner against a plain one: what is learned, when, and what comes of it. */
@Timeout(60)
class OnlineLearnerTest {
    private static final int INPUTS = 3;

    /** A payment as the plain learner keeps it. */
    private static final class Waiting {
        final long key;
        final long ingressNs;
        final double[] x;
        boolean fraud;
        boolean legitimate;

        Waiting(long key, long ingressNs, double[] x) {
            this.key = key;
            this.ingressNs = ingressNs;
            this.x = x;
        }
    }

    private static OnlineModel model(LearningSpec spec) {
        return new OnlineModel(
                List.of("a", "b", "c"),
                0,
                List.of(
                        new OnlineModel.Numeric(0, false, 1, 2, 0),
                        new OnlineModel.Numeric(1, true, 0, 1, 0),
                        new OnlineModel.Binned(
                                1, new double[] {-1, 0, 5}, List.of(0.0, 0.0, 0.0, 0.0, 0.0)),
                        new OnlineModel.Binned(2, new double[] {3}, List.of(0.0, 0.0, 0.0))),
                spec);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldLearnAsThePlainOneDoes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        LearningSpec spec =
                new LearningSpec(
                        0.01 + random.nextDouble(),
                        random.nextDouble(),
                        random.nextBoolean() ? 0 : random.nextDouble(),
                        random.nextBoolean() ? 0 : random.nextDouble(),
                        500 + random.nextInt(1000),
                        20 + random.nextInt(200),
                        random.nextBoolean() ? 1 : 0.1 + 0.9 * random.nextDouble(),
                        1 + random.nextInt(3));
        OnlineModel model = model(spec);
        FtrlOracle oracle = new FtrlOracle(spec, model.initialWeights().length);
        Deque<Waiting> queue = new ArrayDeque<>();
        double[] margins = new double[1];
        long timeNs = 0;
        long passedOver = 0;
        try (OnlineLearner learner = new OnlineLearner("m", model)) {
            for (int i = 0; i < 5_000; i++) {
                timeNs += random.nextInt(20);
                learner.mature(timeNs);
                mature(queue, oracle, spec, timeNs);
                if (random.nextInt(4) != 0) {
                    double[] row = row(random);
                    long key = random.nextLong();
                    double[] x = FtrlOracle.dense(model, row);
                    learner.margins(row, margins);
                    assertThat(margins[0])
                            .as("seed %d, event %d", seed, i)
                            .isCloseTo(oracle.margin(x), within(1e-9));
                    learner.await(key, key, timeNs, row);
                    if (queue.size() < spec.capacity()) {
                        queue.add(new Waiting(key, timeNs, x));
                    } else {
                        passedOver++;
                    }
                } else if (!queue.isEmpty()) {
                    List<Waiting> all = new ArrayList<>(queue);
                    Waiting payment = all.get(random.nextInt(all.size()));
                    boolean fraud = random.nextInt(3) != 0;
                    learner.label(payment.key, fraud);
                    label(payment, fraud, oracle, spec);
                    learner.label(random.nextLong(), fraud);
                }
            }
            assertThat(learner.waiting()).isEqualTo(queue.size());
            assertThat(learner.passedOver()).isEqualTo(passedOver);
            assertThat(learner.frauds()).isPositive();
            assertThat(learner.legitimate()).isPositive();
            for (int i = 0; i < learner.weights().length; i++) {
                assertThat(learner.weights()[i]).isCloseTo(oracle.weight(i), within(1e-9));
            }
        }
    }

    private static double[] row(SplittableRandom random) {
        double[] row = new double[INPUTS];
        for (int i = 0; i < INPUTS; i++) {
            row[i] =
                    random.nextInt(10) == 0
                            ? Double.NaN
                            : random.nextInt(50) == 0
                                    ? Double.POSITIVE_INFINITY
                                    : 10 * random.nextDouble() - 3;
        }
        return row;
    }

    private static void mature(
            Deque<Waiting> queue, FtrlOracle oracle, LearningSpec spec, long nowNs) {
        for (int i = 0; i < 2; i++) {
            Waiting oldest = queue.peek();
            if (oldest == null || oldest.ingressNs + spec.horizonNs() >= nowNs) {
                return;
            }
            queue.remove();
            if (!oldest.fraud && !oldest.legitimate) {
                legitimate(oldest, oracle, spec);
            }
        }
    }

    private static void label(
            Waiting payment, boolean fraud, FtrlOracle oracle, LearningSpec spec) {
        if (fraud && !payment.fraud) {
            payment.fraud = true;
            oracle.learn(payment.x, true, spec.fraudWeight());
        } else if (!fraud && !payment.fraud && !payment.legitimate) {
            payment.legitimate = true;
            legitimate(payment, oracle, spec);
        }
    }

    private static void legitimate(Waiting payment, FtrlOracle oracle, LearningSpec spec) {
        double draw = (payment.key >>> 11) / (double) (1L << 53);
        if (draw < spec.negatives()) {
            oracle.learn(payment.x, false, 1 / spec.negatives());
        }
    }

    @Test
    void shouldStartWithTheGivenWeights() {
        LearningSpec spec = new LearningSpec(0.1, 1, 0.5, 2, 1_000, 10, 1, 1);
        OnlineModel model =
                new OnlineModel(
                        List.of("a"),
                        -3,
                        List.of(
                                new OnlineModel.Numeric(0, false, 0, 1, 0.25),
                                new OnlineModel.Binned(
                                        0, new double[] {1}, List.of(-0.5, 2.0, 0.75))),
                        spec);
        double[] expected = new double[1];
        double[] margins = new double[1];
        try (OnlineLearner learner = new OnlineLearner("m", model)) {
            for (double value : new double[] {0.5, 1, 7, 100, Double.NaN}) {
                model.margins(new double[] {value}, expected);
                learner.margins(new double[] {value}, margins);
                assertThat(margins[0]).isCloseTo(expected[0], within(1e-12));
            }
        }
    }

    /**
     * One learner goes on; another is made of the JSON that the first one's state was written as,
     * when no payment waits. Then both see the same.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldGoOnFromAFileAsIfItHadNotBeenInterrupted(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        LearningSpec spec =
                new LearningSpec(
                        0.01 + random.nextDouble(),
                        1,
                        0.1 * (seed % 2),
                        0.5,
                        1_000_000_000,
                        500,
                        0.5,
                        2);
        try (OnlineLearner first = new OnlineLearner("m", model(spec))) {
            long timeNs = run(first, first, random, 0);
            timeNs = 2 * timeNs + spec.horizonNs();
            while (first.waiting() > 0) {
                first.mature(timeNs);
            }
            byte[] written = OnlineWriter.write(model(spec), first.learned());
            OnlineModel read = (OnlineModel) ModelFormat.ONLINE.read(written);
            OnlineModel weightsOnly =
                    new OnlineModel(read.inputs(), read.intercept(), read.terms(), spec);
            try (OnlineLearner second = new OnlineLearner("m", read);
                    OnlineLearner unlike = new OnlineLearner("m", weightsOnly)) {
                assertThat(second.weights()).containsExactly(first.weights());
                run(second, unlike, new SplittableRandom(seed), timeNs);
                run(first, first, new SplittableRandom(seed), timeNs);
                assertThat(second.learned()).isEqualTo(first.learned());
                assertThat(second.weights()).containsExactly(first.weights());
                assertThat(unlike.weights()).isNotEqualTo(first.weights());
            }
        }
    }

    /** Some thousand payments and labels; both see the same. */
    private static long run(
            OnlineLearner one, OnlineLearner other, SplittableRandom random, long fromNs) {
        long timeNs = fromNs;
        List<OnlineLearner> learners = one == other ? List.of(one) : List.of(one, other);
        for (int i = 0; i < 3_000; i++) {
            timeNs += random.nextInt(20_000_000);
            long key = random.nextLong();
            double[] row = row(random);
            boolean fraud = random.nextInt(5) == 0;
            for (OnlineLearner learner : learners) {
                learner.mature(timeNs);
                learner.await(key, key, timeNs, row);
                if (fraud) {
                    learner.label(key, true);
                }
            }
        }
        return timeNs;
    }

    @Test
    void shouldLearnToTellFraudsApart() {
        LearningSpec spec = new LearningSpec(0.5, 1, 0, 0, 100, 1_000, 1, 1);
        SplittableRandom random = new SplittableRandom(1);
        double[] margins = new double[1];
        double[] row = new double[INPUTS];
        try (OnlineLearner learner = new OnlineLearner("m", model(spec))) {
            for (int i = 1; i <= 20_000; i++) {
                boolean fraud = random.nextInt(20) == 0;
                row[0] = random.nextDouble() + (fraud ? 1 : 0);
                row[2] = fraud == (random.nextInt(10) == 0) ? 1 : 4;
                long key = random.nextLong();
                learner.mature(i);
                learner.await(key, key, i, row);
                if (fraud) {
                    learner.label(key, true);
                }
            }
            learner.margins(new double[] {1.9, 0, 4}, margins);
            double high = margins[0];
            learner.margins(new double[] {0.1, 0, 1}, margins);
            assertThat(high - margins[0]).isGreaterThan(4);
        }
    }
}
