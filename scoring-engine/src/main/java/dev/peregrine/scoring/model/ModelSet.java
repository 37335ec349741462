package dev.peregrine.scoring.model;

import dev.peregrine.policy.ModelReferences;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.model.Calibration;
import dev.peregrine.policy.model.ModelSpec;
import dev.peregrine.policy.model.OnlineModel;
import dev.peregrine.scoring.features.TransactionView;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The models of a policy that are used: the champion, those that rules read, those that learn
 * online, and those that any of them reads. They are evaluated after the features and before the
 * rules. One thread; allocates nothing per payment.
 */
public final class ModelSet {
    private final ModelEntry[] entries;
    private final Learners learners;
    private final int size;
    private final Calibration calibration;
    private final int championPlace;
    private final ModelEntry champion;
    private final ModelReasons reasons;

    /**
     * @param readByRules ids of the models whose outputs rules read
     */
    public ModelSet(PolicyBundle bundle, Set<String> readByRules) {
        ModelPlaces places = new ModelPlaces(bundle);
        Map<String, ModelSpec> models =
                bundle.models().stream()
                        .collect(Collectors.toMap(ModelSpec::id, Function.identity()));
        Set<String> wanted = new LinkedHashSet<>();
        for (ModelSpec model : bundle.models()) {
            boolean isChampion = bundle.champion().filter(model.id()::equals).isPresent();
            boolean learns = model.model() instanceof OnlineModel;
            if (isChampion || learns || readByRules.contains(model.id())) {
                wanted.add(model.id());
            }
        }
        entries =
                new ModelReferences(bundle.models())
                        .ordered(wanted).stream()
                                .map(id -> new ModelEntry(bundle, models.get(id), places))
                                .toArray(ModelEntry[]::new);
        learners = new Learners(entries);
        size = places.size();
        calibration =
                bundle.champion()
                        .map(id -> models.get(id).calibration().orElseThrow())
                        .orElse(null);
        championPlace = bundle.champion().map(places::first).orElse(0);
        champion =
                Arrays.stream(entries)
                        .filter(
                                entry ->
                                        bundle.champion()
                                                .filter(entry.spec.id()::equals)
                                                .isPresent())
                        .findFirst()
                        .orElse(null);
        reasons = champion == null ? ModelReasons.NONE : champion.reasons();
    }

    /** Those of the models that learn online. */
    public Learners learners() {
        return learners;
    }

    /** Reasons that the champion gives; none without one. */
    public ModelReasons reasons() {
        return reasons;
    }

    /**
     * Finds what the champion's reasons come to for the payment that {@link #evaluate} saw last.
     *
     * @param vector as it left it
     */
    public void weighReasons(double[] vector) {
        reasons.weigh(champion.lastRow(), vector[championPlace]);
    }

    /** Place of the champion's margin in the vector; negative without a champion. */
    public int championPlace() {
        return champion == null ? -1 : championPlace;
    }

    /** Length of a vector that holds the features and all outputs. */
    public int size() {
        return size;
    }

    /**
     * Evaluates the models.
     *
     * @param vector the features, behind which the outputs are put
     * @param stale value of {@code tx.stale_time}
     */
    public void evaluate(TransactionView transaction, double[] vector, boolean stale) {
        for (ModelEntry entry : entries) {
            entry.evaluate(transaction, vector, stale);
        }
    }

    /**
     * The score before the rules.
     *
     * @param vector as {@link #evaluate} left it
     * @param base what it is without a champion
     * @return 0 .. 999
     */
    public int score(double[] vector, int base) {
        return calibration == null ? base : calibration.score(vector[championPlace]);
    }
}
