package dev.peregrine.latency.prequential;

import dev.peregrine.latency.train.TrainingConfig;
import dev.peregrine.latency.train.TrainingData;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.replay.backtest.Backtest;
import dev.peregrine.replay.backtest.BacktestContext;
import dev.peregrine.replay.backtest.BacktestEngine;
import dev.peregrine.replay.backtest.BacktestException;
import dev.peregrine.replay.backtest.BacktestResult;
import dev.peregrine.replay.backtest.Emission;
import dev.peregrine.replay.backtest.Ending;
import dev.peregrine.replay.backtest.EvaluationWindow;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Trains and measures the models of a fold: each through the engine, by backtests of the whole
 * file, so that what learns online has seen what it would have seen. Blocks. One thread.
 */
final class PrequentialRun {
    private final Path input;
    private final Path bundle;
    private final String learner;
    private final TrainingConfig config;
    private final Path work;

    /**
     * @param input file of transactions
     * @param bundle directory of the policy that has the learner
     * @param work directory for what is emitted, trained and measured
     */
    PrequentialRun(Path input, Path bundle, String learner, TrainingConfig config, Path work) {
        this.input = input;
        this.bundle = bundle;
        this.learner = learner;
        this.config = config;
        this.work = work;
    }

    /** Figures of a fold, by what was measured. */
    Map<String, Figures> run(Fold fold) throws IOException, PolicyException, BacktestException {
        Path directory = work.resolve("fold-" + fold.number());
        Path train = directory.resolve("train");
        PolicyBundle plain = PolicyLoader.load(bundle);
        backtest(plain, context(train, fold.train()).emit(EnumSet.of(Emission.FEATURES)));
        TrainingData data = TrainingData.read(train.resolve("features.csv"));
        if (data.frauds() == 0 || data.frauds() == data.rows()) {
            throw new IOException(
                    "fold %d: needs frauds and good payments to learn from in %s .. %s"
                            .formatted(fold.number(), fold.trainFrom(), fold.trainTo()));
        }
        Path copy = directory.resolve("policy");
        new FoldBundle(copy, learner).write(bundle, data, config);
        PolicyBundle trained = PolicyLoader.load(copy);
        Map<String, Figures> figures = new LinkedHashMap<>();
        for (Map.Entry<String, String> ranking : FoldBundle.rankings(learner).entrySet()) {
            BacktestContext context =
                    context(directory.resolve(ranking.getValue()), fold.test())
                            .emit(EnumSet.noneOf(Emission.class))
                            .rankBy("model." + ranking.getValue() + ".margin")
                            .leaveOutKnownFrauds(fold.trainFromNs());
            BacktestResult result = backtest(trained, context);
            figures.put(ranking.getKey(), Figures.of(result.first().metrics().sheet()));
        }
        return figures;
    }

    private BacktestContext context(Path out, EvaluationWindow window) {
        return new BacktestContext()
                .input(input)
                .outputDirectory(out)
                .semanticsVersion(ScoringEngine.SEMANTICS_VERSION)
                .replicates(0)
                .window(window);
    }

    private static BacktestResult backtest(PolicyBundle policy, BacktestContext context)
            throws IOException, BacktestException {
        try (BacktestEngine engine =
                new BacktestEngine(
                        policy,
                        ChronicleFeatureStoreFactory.inMemory(),
                        BacktestEngine.DEFAULT_IDENTITY_CAPACITY)) {
            BacktestResult result = Backtest.run(context.candidate(policy, engine));
            if (result.ending() != Ending.COMPLETE) {
                throw new IOException(result.error());
            }
            return result;
        }
    }
}
