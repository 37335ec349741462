package dev.peregrine.latency.prequential;

import dev.peregrine.latency.train.TrainingConfig;
import dev.peregrine.latency.train.TrainingData;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.policy.model.OnlineModel;
import dev.peregrine.replay.backtest.Backtest;
import dev.peregrine.replay.backtest.BacktestContext;
import dev.peregrine.replay.backtest.BacktestEngine;
import dev.peregrine.replay.backtest.BacktestException;
import dev.peregrine.replay.backtest.BacktestResult;
import dev.peregrine.replay.backtest.Emission;
import dev.peregrine.replay.backtest.Ending;
import dev.peregrine.replay.backtest.Engine;
import dev.peregrine.replay.backtest.EvaluationWindow;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.model.ModelPlaces;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

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
    private FoldBundle before;

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

    /**
     * Trains a fold's models and measures nothing. Before the first fold, so that its ensembles can
     * be stacked.
     */
    void prepare(Fold fold) throws IOException, PolicyException, BacktestException {
        train(fold);
    }

    /** Figures of a fold, by what was measured. */
    Map<String, Figures> run(Fold fold) throws IOException, PolicyException, BacktestException {
        boolean stacked = before != null;
        FoldBundle copy = train(fold);
        Path directory = directory(fold);
        Map<String, Figures> figures = new LinkedHashMap<>();
        for (Map.Entry<String, String> ranking : FoldBundle.rankings(learner, stacked).entrySet()) {
            BacktestContext context =
                    context(directory.resolve(ranking.getValue()), fold.test())
                            .emit(EnumSet.noneOf(Emission.class))
                            .rankBy("model." + ranking.getValue() + ".margin")
                            .leaveOutKnownFrauds(fold.trainFromNs());
            copy.evaluate(List.of(ranking.getValue()));
            BacktestResult result = backtest(copy.load(), context, engine -> engine);
            figures.put(ranking.getKey(), Figures.of(result.first().metrics().sheet()));
        }
        return figures;
    }

    /**
     * Trains the models on the fold's days, and the weights of stacked ensembles on what the models
     * of the fold before, which have not seen these days, say of them.
     */
    private FoldBundle train(Fold fold) throws IOException, PolicyException, BacktestException {
        Path directory = directory(fold);
        Path out = directory.resolve("train");
        BacktestContext context = context(out, fold.train()).emit(EnumSet.of(Emission.FEATURES));
        MarginTap tap = null;
        if (before == null) {
            backtest(PolicyLoader.load(bundle), context, engine -> engine);
        } else {
            before.evaluate(List.of(FoldBundle.REGRESSION, FoldBundle.LIGHTGBM));
            PolicyBundle earlier = before.load();
            ModelPlaces places = new ModelPlaces(earlier);
            int[] of = members().stream().mapToInt(id -> places.of(id, "margin")).toArray();
            MarginTap[] made = new MarginTap[1];
            backtest(earlier, context, engine -> made[0] = new MarginTap(engine, fold.train(), of));
            tap = made[0];
        }
        TrainingData data = TrainingData.read(out.resolve("features.csv"));
        if (data.frauds() == 0 || data.frauds() == data.rows()) {
            throw new IOException(
                    "fold %d: needs frauds and good payments to learn from in %s .. %s"
                            .formatted(fold.number(), fold.trainFrom(), fold.trainTo()));
        }
        FoldBundle copy = new FoldBundle(directory.resolve("policy"));
        copy.write(bundle, data, config);
        for (Ensemble ensemble : Ensemble.all(learner)) {
            switch (ensemble.kind()) {
                case MEAN -> copy.fixed(ensemble, Double.NEGATIVE_INFINITY);
                case FLOORED -> copy.fixed(ensemble, startMargin());
                case STACKED -> {
                    if (tap != null) {
                        copy.stacked(ensemble, stack(ensemble, data, tap));
                    }
                }
            }
        }
        before = copy;
        return copy;
    }

    private LogisticRegression stack(Ensemble ensemble, TrainingData data, MarginTap tap) {
        int columns = ensemble.members().size();
        double[] values = new double[data.rows() * columns];
        for (int row = 0; row < data.rows(); row++) {
            for (int column = 0; column < columns; column++) {
                values[row * columns + column] =
                        tap.value(
                                data.place(row), members().indexOf(ensemble.members().get(column)));
            }
        }
        return LogisticRegression.fit(values, data.labels(), columns);
    }

    /** With which margin the learner starts. */
    private double startMargin() throws IOException, PolicyException {
        return PolicyLoader.load(bundle).models().stream()
                .filter(model -> model.id().equals(learner))
                .map(model -> (OnlineModel) model.model())
                .mapToDouble(OnlineModel::intercept)
                .findFirst()
                .orElseThrow();
    }

    private List<String> members() {
        return List.of(learner, FoldBundle.REGRESSION, FoldBundle.LIGHTGBM);
    }

    private Path directory(Fold fold) {
        return work.resolve("fold-" + fold.number());
    }

    private BacktestContext context(Path out, EvaluationWindow window) {
        return new BacktestContext()
                .input(input)
                .outputDirectory(out)
                .semanticsVersion(ScoringEngine.SEMANTICS_VERSION)
                .replicates(0)
                .window(window);
    }

    private static BacktestResult backtest(
            PolicyBundle policy, BacktestContext context, UnaryOperator<Engine> wrapping)
            throws IOException, BacktestException {
        try (BacktestEngine engine =
                new BacktestEngine(
                        policy,
                        ChronicleFeatureStoreFactory.inMemory(),
                        BacktestEngine.DEFAULT_IDENTITY_CAPACITY)) {
            BacktestResult result = Backtest.run(context.candidate(policy, wrapping.apply(engine)));
            if (result.ending() != Ending.COMPLETE) {
                throw new IOException(result.error());
            }
            return result;
        }
    }
}
