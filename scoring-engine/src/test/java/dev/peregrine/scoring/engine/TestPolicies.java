package dev.peregrine.scoring.engine;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.compiler.CelCompiler;
import dev.peregrine.policy.Aggregate;
import dev.peregrine.policy.BundleHash;
import dev.peregrine.policy.CelVariables;
import dev.peregrine.policy.EntitySpec;
import dev.peregrine.policy.FeatureSet;
import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.FeatureSpecBuilder;
import dev.peregrine.policy.NumericField;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyBundleBuilder;
import dev.peregrine.policy.Rule;
import dev.peregrine.policy.ScoreBands;
import dev.peregrine.policy.TransactionVariable;
import dev.peregrine.policy.ValueField;
import dev.peregrine.policy.Window;
import dev.peregrine.policy.condition.ConditionField;
import dev.peregrine.policy.model.Calibration;
import dev.peregrine.policy.model.LearningSpec;
import dev.peregrine.policy.model.Model;
import dev.peregrine.policy.model.ModelFormat;
import dev.peregrine.policy.model.ModelFormatException;
import dev.peregrine.policy.model.ModelInput;
import dev.peregrine.policy.model.ModelSpec;
import dev.peregrine.policy.model.OnlineModel;
import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.scoring.model.RandomTrees;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Policies for tests, made without files. */
final class TestPolicies {
    static final int EUR = 978;
    static final int USD = 840;
    static final long HOUR_NS = TimeUnit.HOURS.toNanos(1);
    static final long HORIZON_NS = 2 * HOUR_NS;
    static final int WAITING = 500;
    static final long LATENESS_NS = TimeUnit.MINUTES.toNanos(10);

    private TestPolicies() {}

    /**
     * Every aggregate over cards and merchants; no rules: the score is 100 and the action approve.
     */
    static PolicyBundle everyAggregate(int version, int capacity) {
        List<EntitySpec> entities =
                List.of(
                        new EntitySpec("card", List.of(KeyField.CARD), capacity, 1000),
                        new EntitySpec("merchant", List.of(KeyField.MERCHANT), capacity, 100_000),
                        new EntitySpec(
                                "card_merchant",
                                List.of(KeyField.CARD, KeyField.MERCHANT),
                                capacity,
                                1000));
        List<FeatureSpec> features =
                List.of(
                        windowed("card_count_1h", Aggregate.COUNT, "card", HOUR_NS, 0),
                        windowed("card_sum_1h", Aggregate.SUM, "card", HOUR_NS, 0),
                        windowed("card_mean_24h", Aggregate.MEAN, "card", 24 * HOUR_NS, 0),
                        windowed(
                                "merchant_risk_24h",
                                Aggregate.LABEL_RATE,
                                "merchant",
                                24 * HOUR_NS,
                                HOUR_NS),
                        windowed("card_idle", Aggregate.TIME_SINCE_LAST, "card", 24 * HOUR_NS, 0),
                        windowed(
                                "new_merchant",
                                Aggregate.FIRST_TIME,
                                "card_merchant",
                                24 * HOUR_NS,
                                0),
                        direct("amount", Aggregate.VALUE, NumericField.AMOUNT, 0, 0),
                        direct("night", Aggregate.IN_RANGE, NumericField.HOUR, 0, 6));
        byte[] hash = new byte[32];
        hash[0] = (byte) version;
        return new PolicyBundleBuilder(
                        "every-aggregate",
                        version,
                        new BundleHash(hash),
                        EUR,
                        new FeatureSet(LATENESS_NS, entities, features),
                        new ScoreBands(100, 300, 600, 900))
                .build();
    }

    /** {@link #everyAggregate} with rules, of which one in five is a shadow. */
    static PolicyBundle withRules(int version, int capacity, int rules) {
        PolicyBundle bundle = everyAggregate(version, capacity);
        CelCompiler compiler =
                CelVariables.compiler(
                        CelVariables.featureFields(bundle.features().features()), List.of());
        List<Rule> list = new ArrayList<>();
        for (int i = 0; i < rules; i++) {
            list.add(
                    new Rule(
                            "rule-" + i,
                            "",
                            condition(compiler, i),
                            i % 7 == 0 ? Action.REVIEW : null,
                            1,
                            false,
                            "CODE_" + i,
                            "A reason.",
                            i % 5 == 4));
        }
        return PolicyBundleBuilder.from(bundle).rules(list).build();
    }

    /**
     * A bundle with a champion: 100 trees of 31 leaves, a third of their splits by category, over
     * features and fields.
     */
    static PolicyBundle withModel(PolicyBundle bundle) {
        List<ModelInput> inputs = new ArrayList<>();
        bundle.features()
                .features()
                .forEach(
                        f ->
                                inputs.add(
                                        new ModelInput(
                                                "x" + inputs.size(), f.name(), null, List.of())));
        for (TransactionVariable variable :
                List.of(TransactionVariable.HOUR, TransactionVariable.STALE_TIME)) {
            inputs.add(
                    new ModelInput(
                            "x" + inputs.size(),
                            null,
                            new ConditionField.OfTransaction(variable),
                            List.of()));
        }
        inputs.add(
                new ModelInput(
                        "x" + inputs.size(),
                        null,
                        new ConditionField.OfTransaction(TransactionVariable.CURRENCY),
                        List.of("CHF", "EUR", "USD")));
        try {
            Model model = RandomTrees.model(1, 1, 100, inputs.size(), 31, true);
            ModelSpec spec =
                    new ModelSpec(
                            "risk",
                            ModelFormat.LIGHTGBM,
                            0,
                            "risk",
                            model,
                            inputs,
                            Optional.of(Calibration.ofProbability(model.link())),
                            List.of());
            return PolicyBundleBuilder.from(bundle)
                    .models(List.of(spec), Optional.of("risk"))
                    .build();
        } catch (ModelFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A bundle with a champion that learns online. */
    static PolicyBundle withLearner(PolicyBundle bundle) {
        List<ModelInput> inputs = new ArrayList<>();
        for (String feature : List.of("amount", "card_count_1h", "card_mean_24h", "card_idle")) {
            inputs.add(new ModelInput(feature, feature, null, List.of()));
        }
        OnlineModel model =
                new OnlineModel(
                        inputs.stream().map(ModelInput::name).toList(),
                        -3,
                        List.of(
                                new OnlineModel.Numeric(0, true, 5, 2, 0),
                                new OnlineModel.Binned(
                                        1, new double[] {2, 5}, Collections.nCopies(4, 0.0)),
                                new OnlineModel.Numeric(2, false, 400, 300, 0),
                                new OnlineModel.Binned(
                                        3, new double[] {60}, Collections.nCopies(3, 0.0))),
                        new LearningSpec(0.1, 1, 0.01, 0.1, HORIZON_NS, WAITING, 1, 2));
        ModelSpec spec =
                new ModelSpec(
                        "learner",
                        ModelFormat.ONLINE,
                        0,
                        "learner",
                        model,
                        inputs,
                        Optional.of(Calibration.ofProbability(model.link())),
                        List.of());
        byte[] hash = bundle.hash().toByteArray();
        hash[1] = 1;
        return PolicyBundleBuilder.from(bundle)
                .hash(new BundleHash(hash), bundle.version())
                .models(List.of(spec), Optional.of("learner"))
                .build();
    }

    private static CelAbstractSyntaxTree condition(CelCompiler compiler, int i) {
        String text =
                switch (i % 5) {
                    case 0 -> "features.card_count_1h > " + i % 11;
                    case 1 -> "tx.currency in ['EUR', 'USD'] && tx.card.endsWith('" + i % 10 + "')";
                    case 2 -> "has(tx.device) || tx.amount_minor * 3 > " + i;
                    case 3 -> "features.card_mean_24h > 100.0 && tx.card != tx.merchant";
                    default -> "features.new_merchant || features.merchant_risk_24h > 0.2";
                };
        try {
            return compiler.compile(text).getAst();
        } catch (CelValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FeatureSpec windowed(
            String name, Aggregate aggregate, String entity, long lengthNs, long delayNs) {
        return new FeatureSpecBuilder(name, aggregate)
                .over(entity, Window.sliding(lengthNs, delayNs))
                .build();
    }

    private static FeatureSpec direct(
            String name, Aggregate aggregate, NumericField field, double from, double to) {
        return new FeatureSpecBuilder(name, aggregate)
                .field(ValueField.of(field))
                .range(from, to)
                .build();
    }
}
