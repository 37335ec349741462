package dev.peregrine.replay.lane;

import dev.peregrine.policy.Challenger;
import dev.peregrine.policy.ChallengerFeatures;
import dev.peregrine.policy.ModelReferences;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyBundleBuilder;
import dev.peregrine.policy.model.Calibration;
import dev.peregrine.policy.model.ModelSpec;
import dev.peregrine.policy.model.OnlineModel;
import dev.peregrine.scoring.model.ModelExplainer;
import dev.peregrine.scoring.model.ModelSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A deciding policy as the side lane runs it: its challengers, and what explains it. One thread.
 */
final class LanePolicy {
    private final PolicyBundle bundle;
    private final List<Contender> contenders = new ArrayList<>();
    private final Optional<ModelSpec> champion;
    private final Optional<ModelExplainer> explainer;
    private final ModelSet models;

    LanePolicy(PolicyBundle bundle) {
        this.bundle = bundle;
        ChallengerFeatures union = ChallengerFeatures.of(bundle);
        for (Challenger challenger : bundle.challengers()) {
            contenders.add(new Contender(bundle, challenger, union));
        }
        champion =
                bundle.champion()
                        .filter(id -> !learns(bundle, id))
                        .flatMap(
                                id ->
                                        bundle.models().stream()
                                                .filter(model -> model.id().equals(id))
                                                .findFirst());
        explainer =
                champion.flatMap(model -> ModelExplainer.of(model, bundle.features().features()));
        models = new ModelSet(bundle, Set.of());
    }

    /**
     * Whether what a model said cannot be found again from the features, because it has learned
     * since or reads one that has.
     */
    private static boolean learns(PolicyBundle bundle, String id) {
        List<String> read = new ModelReferences(bundle.models()).ordered(List.of(id));
        return bundle.models().stream()
                .anyMatch(
                        model -> model.model() instanceof OnlineModel && read.contains(model.id()));
    }

    /**
     * What the side engine runs for a bundle: the features that challengers add, and the lists; it
     * decides nothing.
     */
    static PolicyBundle ofSideEngine(PolicyBundle bundle) {
        return PolicyBundleBuilder.from(bundle)
                .features(ChallengerFeatures.of(bundle).added())
                .rules(List.of())
                .models(List.of(), Optional.empty())
                .challengers(List.of())
                .build();
    }

    PolicyBundle bundle() {
        return bundle;
    }

    List<Contender> contenders() {
        return contenders;
    }

    boolean needsSideEngine() {
        return contenders.stream().anyMatch(Contender::needsSideEngine);
    }

    /** Whether there is anything to be found beyond what the record says. */
    boolean isIdle() {
        return contenders.isEmpty() && champion.isEmpty();
    }

    /** The champion model; empty for none, and for one that learns, or reads one that does. */
    Optional<ModelSpec> champion() {
        return champion;
    }

    Optional<ModelExplainer> explainer() {
        return explainer;
    }

    /** Margin of the champion model; only with {@link #champion}. */
    double margin(LaneDecision decision) {
        double[] vector = Arrays.copyOf(decision.features(), models.size());
        models.evaluate(
                decision.transaction(), vector, decision.isStale(bundle.features().latenessNs()));
        return vector[models.championPlace()];
    }

    /** Score of a margin before the rules. */
    int score(double margin) {
        return champion.flatMap(ModelSpec::calibration)
                .map((Calibration calibration) -> calibration.score(margin))
                .orElse(bundle.bands().base());
    }
}
