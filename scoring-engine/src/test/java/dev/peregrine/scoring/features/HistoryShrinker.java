package dev.peregrine.scoring.features;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a failing history small: leaves events out, many at a time first, while it still fails. */
final class HistoryShrinker {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private HistoryShrinker() {}

    static List<Step> shrink(List<Step> history, Predicate<List<Step>> fails) {
        long endNs = System.nanoTime() + PATIENCE.toNanos();
        List<Step> least = history;
        for (int chunk = (least.size() + 1) / 2; chunk > 0; chunk = chunk == 1 ? 0 : chunk / 2) {
            int start = least.size() - chunk;
            while (start > -chunk && System.nanoTime() < endNs) {
                List<Step> fewer = new ArrayList<>(least.subList(0, Math.max(0, start)));
                fewer.addAll(least.subList(start + chunk, least.size()));
                if (fails.test(fewer)) {
                    least = fewer;
                }
                start -= chunk;
            }
        }
        return least;
    }
}
