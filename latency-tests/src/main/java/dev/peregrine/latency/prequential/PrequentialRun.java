package dev.peregrine.latency.prequential;

import dev.peregrine.latency.train.TrainingConfig;
import dev.peregrine.latency.train.TrainingData;
import dev.peregrine.policy.FeatureSpec;
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
import dev.peregrine.replay.backtest.EvaluationWindow;
import dev.peregrine.replay.backtest.RowObserver;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.model.ModelPlaces;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Trains and measures the models of folds through the engine: one backtest of the file for each
 * fold, from its beginning, so that what learns online has seen what it would have seen. In it all
 * models of the fold are scored at once, and what the next fold is trained on is gathered. Blocks.
 * One thread.
 */
final class PrequentialRun {
    private final Path input;
    private final Path directory;
    private final PolicyBundle bundle;
    private final String learner;
    private final TrainingConfig config;
    private final Path work;
    private final List<String> members;

    /**
     * @param input file of transactions
     * @param directory of the policy that has the learner
     * @param work directory for what is trained and measured
     */
    PrequentialRun(Path input, Path directory, String learner, TrainingConfig config, Path work)
            throws IOException, PolicyException {
        this.input = input;
        this.directory = directory;
        this.learner = learner;
        this.config = config;
        this.work = work;
        bundle = PolicyLoader.load(directory);
        members = List.of(learner, FoldBundle.REGRESSION, FoldBundle.LIGHTGBM);
    }

    /**
     * What models said of each fold's test. Models of the fold before the first one are trained,
     * too, so that the first one's ensembles can be stacked.
     *
     * @param done told of each fold that was tested
     */
    List<TestRows> run(List<Fold> folds, Consumer<Fold> done)
            throws IOException, PolicyException, BacktestException {
        List<TestRows> tests = new ArrayList<>();
        Fold fold = folds.get(0).before();
        TrainingRows training = training(fold, bundle, List.of());
        backtest(bundle, fold, fold.train().toNs(), List.of(training));
        for (int i = 0; i <= folds.size(); i++) {
            boolean tested = i > 0;
            FoldBundle models = train(fold, training);
            models.evaluate(tested ? FoldBundle.rankings(learner).values() : members);
            PolicyBundle loaded = models.load();
            List<RowObserver> observers = new ArrayList<>();
            if (tested) {
                tests.add(test(fold, loaded));
                observers.add(tests.get(i - 1));
            }
            Fold next = i < folds.size() ? folds.get(i) : null;
            if (next != null) {
                training = training(next, loaded, members);
                observers.add(training);
            }
            long toNs = tested ? fold.test().toNs() : next.train().toNs();
            backtest(loaded, fold, toNs, observers);
            if (tested) {
                done.accept(fold);
            }
            fold = next;
        }
        return tests;
    }

    private TrainingRows training(Fold fold, PolicyBundle policy, List<String> listenedTo) {
        List<String> names = bundle.features().features().stream().map(FeatureSpec::name).toList();
        return new TrainingRows(fold, names, listenedTo, places(policy, listenedTo));
    }

    private TestRows test(Fold fold, PolicyBundle policy) {
        Map<String, String> rankings = FoldBundle.rankings(learner);
        return new TestRows(
                fold, List.copyOf(rankings.keySet()), places(policy, rankings.values()));
    }

    private static int[] places(PolicyBundle policy, Collection<String> models) {
        ModelPlaces places = new ModelPlaces(policy);
        return models.stream().mapToInt(id -> places.of(id, "margin")).toArray();
    }

    /**
     * Trains the models of a fold, and the weights of stacked ensembles on what the models of the
     * fold before, which have not seen its days, say of them.
     */
    private FoldBundle train(Fold fold, TrainingRows training) throws IOException, PolicyException {
        TrainingData data = training.data();
        if (data.frauds() == 0 || data.frauds() == data.rows()) {
            throw new IOException(
                    "fold %d: needs frauds and good payments to learn from in %s .. %s"
                            .formatted(fold.number(), fold.trainFrom(), fold.trainTo()));
        }
        FoldBundle copy = new FoldBundle(work.resolve("fold-" + fold.number()).resolve("policy"));
        copy.write(directory, data, config);
        for (Ensemble ensemble : Ensemble.all(learner)) {
            switch (ensemble.kind()) {
                case MEAN -> copy.fixed(ensemble, Double.NEGATIVE_INFINITY);
                case FLOORED -> copy.fixed(ensemble, start().intercept());
                case ONLINE -> copy.online(ensemble, start().learning(), start().intercept());
                case STACKED -> {
                    if (training.hasMargins()) {
                        copy.stacked(ensemble, stack(ensemble, training));
                    }
                }
            }
        }
        return copy;
    }

    private static LogisticRegression stack(Ensemble ensemble, TrainingRows training) {
        List<String> of = ensemble.members();
        return LogisticRegression.fit(training.margins(of), training.data().labels(), of.size());
    }

    /** The learner as it starts. */
    private OnlineModel start() {
        return bundle.models().stream()
                .filter(model -> model.id().equals(learner))
                .map(model -> (OnlineModel) model.model())
                .findFirst()
                .orElseThrow();
    }

    /** Runs the payments from the file's first to a time; shows those of the fold's days on. */
    private void backtest(PolicyBundle policy, Fold fold, long toNs, List<RowObserver> observers)
            throws IOException, BacktestException {
        BacktestContext context =
                new BacktestContext()
                        .input(input)
                        .outputDirectory(work.resolve("fold-" + fold.number()).resolve("backtest"))
                        .semanticsVersion(ScoringEngine.SEMANTICS_VERSION)
                        .replicates(0)
                        .emit(EnumSet.noneOf(Emission.class))
                        .window(new EvaluationWindow(fold.trainFromNs(), toNs, Long.MAX_VALUE))
                        .observer(
                                (seen, knownAtNs, features) -> {
                                    for (RowObserver observer : observers) {
                                        observer.onRow(seen, knownAtNs, features);
                                    }
                                });
        try (BacktestEngine engine =
                new BacktestEngine(
                        policy,
                        ChronicleFeatureStoreFactory.inMemory(),
                        BacktestEngine.DEFAULT_IDENTITY_CAPACITY)) {
            BacktestResult result = Backtest.run(context.candidate(policy, engine));
            if (result.ending() != Ending.COMPLETE) {
                throw new IOException(result.error());
            }
        }
    }
}
