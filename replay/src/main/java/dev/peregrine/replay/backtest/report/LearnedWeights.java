package dev.peregrine.replay.backtest.report;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.model.ModelSpec;
import dev.peregrine.policy.model.OnlineModel;
import dev.peregrine.policy.model.OnlineWriter;
import dev.peregrine.scoring.model.LearnerView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@code weights/MODEL.json} for each model that learns online: the model as the bundle has it, but
 * going on from all that it has learned.
 */
public final class LearnedWeights {
    private static final String DIRECTORY = "weights";

    private LearnedWeights() {}

    /**
     * Writes the files.
     *
     * @param directory of the backtest's outputs
     * @param learners shows a visitor the learners of the bundle
     */
    public static void write(
            Path directory, PolicyBundle bundle, Consumer<LearnerView.Visitor> learners)
            throws IOException {
        List<LearnerView> views = new ArrayList<>();
        learners.accept((tenantId, learner) -> views.add(learner));
        if (views.isEmpty()) {
            return;
        }
        Path weights = Files.createDirectories(directory.resolve(DIRECTORY));
        for (LearnerView learner : views) {
            for (ModelSpec model : bundle.models()) {
                if (model.id().equals(learner.model())
                        && model.model() instanceof OnlineModel online) {
                    Files.write(
                            weights.resolve(model.id() + ".json"),
                            OnlineWriter.write(online, learner.learned()));
                }
            }
        }
    }
}
