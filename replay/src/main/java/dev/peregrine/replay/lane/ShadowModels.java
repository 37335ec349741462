package dev.peregrine.replay.lane;

import dev.peregrine.scoring.features.TransactionView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The models that run beside challengers. One that throws is switched off. One thread. */
final class ShadowModels implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowModels.class);

    private final List<ShadowModel> models;

    /**
     * @param models closed with this, or when they are switched off
     */
    ShadowModels(List<ShadowModel> models) {
        this.models = new ArrayList<>(models);
    }

    boolean isEmpty() {
        return models.isEmpty();
    }

    /** What each says of a decision, by its name; those that say nothing are left out. */
    Map<String, Double> scores(LaneDecision decision) {
        Map<String, Double> scores = new LinkedHashMap<>();
        each(
                model -> {
                    double score = model.score(decision);
                    if (!Double.isNaN(score)) {
                        scores.put(model.name(), score);
                    }
                });
        return scores;
    }

    /** Lets each hear of a label. */
    void onLabel(int tenantId, TransactionView original, KnownOutcome outcome) {
        each(model -> model.onLabel(tenantId, original, outcome));
    }

    private void each(Consumer<ShadowModel> action) {
        for (int i = 0; i < models.size(); i++) {
            ShadowModel model = models.get(i);
            try {
                action.accept(model);
            } catch (RuntimeException e) {
                LOG.error("shadow model {} failed and is switched off", model.name(), e);
                models.remove(i--);
                model.close();
            }
        }
    }

    @Override
    public void close() {
        models.forEach(ShadowModel::close);
    }
}
