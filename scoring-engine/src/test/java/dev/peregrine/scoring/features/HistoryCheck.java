package dev.peregrine.scoring.features;

import static org.assertj.core.api.Assertions.fail;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.state.FeatureStoreFactory;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Runs a history through engine and oracle; fails with the seed and the least that differs. */
final class HistoryCheck {
    private HistoryCheck() {}

    /** Compares with {@link FeatureOracle}, by the bundle of each tenant. */
    static void check(long seed, Map<Integer, PolicyBundle> bundles, List<Step> history) {
        FeatureStoreFactory stores = ChronicleFeatureStoreFactory.inMemory();
        check(seed, history, steps -> HistoryRun.difference(bundles, stores, steps));
    }

    /**
     * Fails when there is a difference.
     *
     * @param differences what differs first in a history; empty when nothing does
     */
    static void check(
            long seed, List<Step> history, Function<List<Step>, Optional<String>> differences) {
        Optional<String> difference = differences.apply(history);
        if (difference.isPresent()) {
            List<Step> least =
                    HistoryShrinker.shrink(history, steps -> differences.apply(steps).isPresent());
            StringBuilder text = new StringBuilder("seed " + seed + ", " + difference.get());
            text.append(System.lineSeparator()).append("shrunk to ").append(least.size());
            text.append(" events, ").append(differences.apply(least).get());
            least.forEach(
                    step -> {
                        text.append(System.lineSeparator());
                        text.append(Instant.ofEpochSecond(0, step.ingressNs())).append(' ');
                        text.append(step);
                    });
            fail(text.toString());
        }
    }
}
