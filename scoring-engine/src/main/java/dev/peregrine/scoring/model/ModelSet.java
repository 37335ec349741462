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

    /** A model that is used. */
    private static final class Entry {
        private final ModelScorer scorer;
        private final RowReader reader;
        private final double[] margins;
        private final Link link;
        private final int place;

        Entry(PolicyBundle bundle, ModelSpec model, int place) {
            scorer = ModelScorer.of(model.model());
            reader = new RowReader(model.inputs(), bundle.features().features());
            margins = new double[model.model().marginCount()];
            link = model.model().link();
            this.place = place;
        }

        void evaluate(TransactionView transaction, double[] vector, boolean stale) {
            scorer.margins(reader.read(transaction, vector, stale), margins);
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
        }
        entries = list.toArray(new Entry[0]);
        size = places.size();
        calibration = championCalibration;
        championPlace = place;
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
