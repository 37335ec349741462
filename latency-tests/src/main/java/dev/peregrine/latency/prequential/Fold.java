package dev.peregrine.latency.prequential;

import dev.peregrine.replay.backtest.EvaluationWindow;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A fold of the prequential scheme of the Fraud Detection Handbook (Le Borgne et al., 2022, chapter
 * 5): some days to train on, a delay in which their labels come in, some days to test on. The next
 * fold lies as many days later as are tested.
 *
 * @param number from 1
 * @param trainFrom first day to train on
 * @param trainTo day after the last to train on
 * @param testFrom first day of the test
 * @param testTo day after the last of the test
 */
record Fold(
        int number, LocalDate trainFrom, LocalDate trainTo, LocalDate testFrom, LocalDate testTo) {
    /**
     * All folds.
     *
     * @param first first day of the first test
     */
    static List<Fold> of(LocalDate first, int count, int trainDays, int delayDays, int testDays) {
        List<Fold> folds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            LocalDate test = first.plusDays((long) i * testDays);
            LocalDate trained = test.minusDays(delayDays);
            folds.add(
                    new Fold(
                            i + 1,
                            trained.minusDays(trainDays),
                            trained,
                            test,
                            test.plusDays(testDays)));
        }
        return folds;
    }

    /** The fold before this one, as many days earlier as are tested. */
    Fold before() {
        int days = (int) ChronoUnit.DAYS.between(testFrom, testTo);
        return new Fold(
                number - 1,
                trainFrom.minusDays(days),
                trainTo.minusDays(days),
                testFrom.minusDays(days),
                testFrom);
    }

    /** What is trained on, with the labels that are known when the test begins. */
    EvaluationWindow train() {
        return new EvaluationWindow(startNs(trainFrom), startNs(trainTo), startNs(testFrom));
    }

    /** What is tested on. */
    EvaluationWindow test() {
        return new EvaluationWindow(startNs(testFrom), startNs(testTo), Long.MAX_VALUE);
    }

    /** Beginning of the training, epoch nanoseconds. */
    long trainFromNs() {
        return startNs(trainFrom);
    }

    private static long startNs(LocalDate day) {
        return TimeUnit.SECONDS.toNanos(day.atStartOfDay(ZoneOffset.UTC).toEpochSecond());
    }
}
