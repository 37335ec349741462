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
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A tenant's deciding policy as the side lane runs it: its challengers with what they have learned,
 * and what explains it. One thread.
 */
final class LanePolicy implements AutoCloseable {
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

    /** Whether models of challengers learn. */
    boolean learns() {
        return contenders.stream().anyMatch(contender -> !contender.learners().isEmpty());
    }

    /** Challengers learn from payments whose time to wait is over. */
    void mature(long watermarkNs) {
        contenders.forEach(contender -> contender.learners().mature(watermarkNs));
    }

    /** Challengers learn what a payment was. */
    void label(long key, boolean fraud) {
        contenders.forEach(contender -> contender.learners().label(key, fraud));
    }

    /**
     * Takes over what the challengers of the policy before have learned, where one of the same name
     * has the same model, and closes that policy.
     */
    void succeed(LanePolicy before) {
        for (Contender old : before.contenders) {
            String name = old.challenger().name();
            contenders.stream()
                    .filter(contender -> contender.challenger().name().equals(name))
                    .findFirst()
                    .ifPresentOrElse(
                            contender -> contender.learners().succeed(old.learners()),
                            () -> old.learners().close());
        }
        before.models.learners().close();
    }

    void save(StateSink sink) {
        contenders.forEach(contender -> contender.learners().save(sink));
    }

    void load(StateSource source) {
        contenders.forEach(contender -> contender.learners().load(source));
    }

    @Override
    public void close() {
        contenders.forEach(contender -> contender.learners().close());
        models.learners().close();
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
