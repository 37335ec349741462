package dev.peregrine.replay.backtest;

import dev.peregrine.policy.ParameterSpec;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyBundleBuilder;
import dev.peregrine.policy.yaml.Suggestion;
import dev.peregrine.replay.backtest.metrics.Observation;
import dev.peregrine.replay.backtest.metrics.SweepGrid;
import dev.peregrine.replay.backtest.metrics.SweepTable;
import dev.peregrine.scoring.features.TransactionView;
import dev.peregrine.scoring.rules.RuleLists;
import dev.peregrine.scoring.shadow.RuleVariant;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * What a policy would decide with other values of its rules' parameters: its rules run again for
 * each combination, over the features and model outputs of the one pass. One thread.
 */
final class ParameterSweep {
    private final List<PolicyBundle> bundles = new ArrayList<>();
    private final List<SweepTable.Variant> variants = new ArrayList<>();
    private final List<RuleVariant> rules = new ArrayList<>();
    private final TransactionView transaction = new TransactionView();
    private final long latenessNs;

    /**
     * @throws BacktestException when the policy has no such parameter, or one cannot have a value
     */
    ParameterSweep(PolicyBundle bundle, SweepGrid grid) throws BacktestException {
        latenessNs = bundle.features().latenessNs();
        for (List<BigDecimal> values : grid.variants()) {
            bundles.add(bundle(bundle, grid.axes(), values));
            variants.add(
                    new SweepTable.Variant(values, new SweepTable(bundle.rules(), bundle.bands())));
        }
    }

    /** Begins; before the first payment, once the policy is active. */
    void start(RuleLists lists) {
        bundles.forEach(bundle -> rules.add(new RuleVariant(bundle, lists)));
    }

    /**
     * Decides a payment again.
     *
     * @param message the payment with its message header
     * @param values its features, then the outputs of models
     * @param watermarkNs greatest ingress time so far, its own included
     */
    void add(
            Observation seen, DirectBuffer message, int offset, double[] values, long watermarkNs) {
        transaction.wrap(message, offset);
        boolean stale = Math.abs(watermarkNs - seen.eventTimeNs) > latenessNs;
        for (int i = 0; i < rules.size(); i++) {
            RuleVariant variant = rules.get(i);
            variant.decide(transaction, values, stale);
            variants.get(i)
                    .table()
                    .add(
                            variant.rulesFired(),
                            variant.action(),
                            variant.score(),
                            seen.outcome,
                            seen.amountMinor);
        }
    }

    /** What each combination decided. */
    List<SweepTable.Variant> variants() {
        return variants;
    }

    void save(StateSink sink) {
        variants.forEach(variant -> variant.table().save(sink));
    }

    void load(StateSource source) {
        variants.forEach(variant -> variant.table().load(source));
    }

    private static PolicyBundle bundle(
            PolicyBundle bundle, List<SweepGrid.Axis> axes, List<BigDecimal> values)
            throws BacktestException {
        List<ParameterSpec> parameters = new ArrayList<>(bundle.parameters());
        for (int i = 0; i < values.size(); i++) {
            int place = place(bundle, axes.get(i).parameter());
            try {
                parameters.set(place, parameters.get(place).with(values.get(i)));
            } catch (IllegalArgumentException e) {
                throw new BacktestException("--sweep: " + e.getMessage(), e);
            }
        }
        return PolicyBundleBuilder.from(bundle).parameters(parameters).build();
    }

    private static int place(PolicyBundle bundle, String name) throws BacktestException {
        List<String> names = bundle.parameters().stream().map(ParameterSpec::name).toList();
        int place = names.indexOf(name);
        if (place < 0) {
            throw new BacktestException(
                    "--sweep: policy "
                            + bundle.name()
                            + " has no parameter '"
                            + name
                            + "'"
                            + (names.isEmpty() ? "" : Suggestion.of(name, names)));
        }
        return place;
    }
}
