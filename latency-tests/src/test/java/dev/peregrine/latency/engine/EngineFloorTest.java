package dev.peregrine.latency.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.model.TreeModel;
import dev.peregrine.scoring.model.ModelScorer;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EngineFloorTest {
    private static final int CARDS = 2_000;
    private static final int BATCH = 1_000;

    @Test
    void shouldVisitTheNodesThatTheModelDoes() throws PolicyException {
        TreeModel model = (TreeModel) ReferenceFeatures.bundle(CARDS).models().get(0).model();
        ModelScorer scorer = ModelScorer.of(model);
        EngineFloor.PlainTrees trees = new EngineFloor.PlainTrees(model.trees());
        Random random = new Random(8);
        double[] row = new double[model.inputs().size()];
        double[] margins = new double[1];
        for (int i = 0; i < 2_000; i++) {
            for (int f = 0; f < row.length; f++) {
                row[f] = Math.exp(random.nextGaussian() * 3);
            }
            scorer.margins(row, margins);
            assertThat(trees.sum(row) + model.base(0)).isCloseTo(margins[0], within(1e-9));
        }
    }

    @Test
    void shouldTouchEveryEntityThatTheEngineDecidesOn() throws PolicyException {
        PolicyBundle bundle = ReferenceFeatures.bundle(CARDS);
        CardTraffic traffic = new CardTraffic(CARDS, 0.99, BATCH, 3);
        Histogram nanos = new Histogram(60_000_000_000L, 3);
        try (ReferenceEngine engine = new ReferenceEngine(bundle, traffic, CARDS);
                EngineFloor floor = new EngineFloor(bundle, traffic)) {
            for (int batch = 0; batch < 3; batch++) {
                traffic.prepare();
                for (int i = 0; i < BATCH; i++) {
                    floor.row(i, engine.decide(i));
                }
                floor.load();
                floor.touch();
                floor.touch(nanos::recordValue);
            }
        }

        assertThat(nanos.getTotalCount()).isEqualTo(3L * BATCH);
    }
}
