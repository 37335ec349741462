package dev.peregrine.scoring.model;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.model.Calibration;
import dev.peregrine.policy.model.Link;
import dev.peregrine.policy.model.ModelSpec;
import dev.peregrine.scoring.features.TransactionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The models of a policy that are used: the champion, and those that rules read. They are evaluated
 * after the features and before the rules. One thread; allocates nothing per payment.
 */
public final class ModelSet {
    private final Entry[] entries;
    private final int size;
    private final Calibration calibration;
    private final int championPlace;
    private final Entry champion;
    private final ModelReasons reasons;

    /** A model that is used. */
    private static final class Entry {
        private final ModelScorer scorer;
        private final RowReader reader;
        private final double[] margins;
        private final Link link;
        private final int place;
        private double[] row;

        Entry(PolicyBundle bundle, ModelSpec model, int place) {
            scorer = ModelScorer.of(model.model());
            reader = new RowReader(model.inputs(), bundle.features().features());
            margins = new double[model.model().marginCount()];
            link = model.model().link();
            this.place = place;
        }

        void evaluate(TransactionView transaction, double[] vector, boolean stale) {
            row = reader.read(transaction, vector, stale);
            scorer.margins(row, margins);
            System.arraycopy(margins, 0, vector, place, margins.length);
            link.apply(vector, place, margins.length);
        }
    }

    /**
     * @param readByRules ids of the models whose outputs rules read
     */
    public ModelSet(PolicyBundle bundle, Set<String> readByRules) {
        ModelPlaces places = new ModelPlaces(bundle);
        List<Entry> list = new ArrayList<>();
        Calibration championCalibration = null;
        Entry championEntry = null;
        ModelReasons championReasons = ModelReasons.NONE;
        int place = 0;
        for (ModelSpec model : bundle.models()) {
            boolean isChampion = bundle.champion().filter(model.id()::equals).isPresent();
            if (isChampion) {
                championCalibration = model.calibration().orElseThrow();
                place = places.first(model.id());
            }
            if (isChampion || readByRules.contains(model.id())) {
                list.add(new Entry(bundle, model, places.first(model.id())));
            }
            if (isChampion) {
                championEntry = list.get(list.size() - 1);
                championReasons = ModelReasons.of(model, championEntry.scorer);
            }
        }
        entries = list.toArray(new Entry[0]);
        size = places.size();
        calibration = championCalibration;
        championPlace = place;
        champion = championEntry;
        reasons = championReasons;
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
        reasons.weigh(champion.row, vector[championPlace]);
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
        for (Entry entry : entries) {
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
