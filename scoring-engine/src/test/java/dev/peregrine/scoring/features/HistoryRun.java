package dev.peregrine.scoring.features;

import dev.peregrine.policy.Aggregate;
import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.FeatureType;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.ActivationKind;
import dev.peregrine.protocol.codec.EventStatus;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.event.ControlEventEncoder;
import dev.peregrine.scoring.engine.EngineContext;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.state.FeatureStoreFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Feeds a history to the engine and to the oracle, and finds where they first differ. */
final class HistoryRun implements AutoCloseable {
    private static final double TOLERANCE = 1e-9;

    /** Below it numbers have too few digits for a relative comparison. */
    private static final double LEAST = 1e-290;

    /** Decayed values of either sign that cancel each other leave this much. */
    private static final double CANCELLED = 1e-12;

    private static final Set<Aggregate> EXACT =
            Set.of(
                    Aggregate.SUM,
                    Aggregate.MIN,
                    Aggregate.MAX,
                    Aggregate.FIRST,
                    Aggregate.LAST,
                    Aggregate.TIME_SINCE_FIRST,
                    Aggregate.TIME_SINCE_LAST,
                    Aggregate.VALUE);
    private static final Set<RejectCode> EXPECTED_REFUSALS =
            Set.of(
                    RejectCode.TOO_LATE,
                    RejectCode.TOO_EARLY,
                    RejectCode.NO_EXCHANGE_RATE,
                    RejectCode.UNKNOWN_TARGET);

    private final Map<Integer, PolicyBundle> bundles;
    private final Map<Integer, FeatureOracle> oracles = new HashMap<>();
    private final ScoringEngine engine;
    private final EventResult result = new EventResult();
    private final StepEncoder steps = new StepEncoder();
    private final MutableDirectBuffer buffer =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private long sequence;
    private int decisions;

    /**
     * @param bundles bundle of each tenant
     */
    private HistoryRun(
            Map<Integer, PolicyBundle> bundles, FeatureStoreFactory stores, long startNs) {
        this.bundles = bundles;
        engine =
                new ScoringEngine(
                        new EngineContext()
                                .policies((w0, w1, w2, w3) -> find(w0))
                                .stores(stores)
                                .keySecret(new byte[EngineContext.KEY_SECRET_LENGTH]));
        bundles.forEach(
                (tenant, bundle) -> {
                    oracles.put(tenant, new FeatureOracle(bundle));
                    send(
                            startNs,
                            new ControlEventEncoder()
                                    .policyActivation(
                                            buffer,
                                            0,
                                            tenant,
                                            "activation",
                                            ActivationKind.ACTIVATE,
                                            bundle.version(),
                                            bundle.hash().toByteArray(),
                                            "test"));
                });
    }

    /** What differs first; empty when nothing does. */
    static Optional<String> difference(
            Map<Integer, PolicyBundle> bundles, FeatureStoreFactory stores, List<Step> history) {
        if (history.isEmpty()) {
            return Optional.empty();
        }
        try (HistoryRun run = new HistoryRun(bundles, stores, history.get(0).ingressNs())) {
            for (int i = 0; i < history.size(); i++) {
                Optional<String> difference = run.apply(history.get(i));
                if (difference.isPresent()) {
                    int place = i;
                    return difference.map(text -> "event " + place + ": " + text);
                }
            }
            boolean alive = history.size() < 1000 || run.decisions > history.size() / 4;
            return alive ? Optional.empty() : Optional.of("only " + run.decisions + " decisions");
        }
    }

    private PolicyBundle find(long word0) {
        return bundles.values().stream()
                .filter(bundle -> bundle.hash().word(0) == word0)
                .findFirst()
                .orElseThrow();
    }

    private void send(long ingressNs, int length) {
        engine.onEvent(1, ++sequence, ingressNs, buffer, 0, length, result);
    }

    private Optional<String> apply(Step step) {
        send(step.ingressNs(), steps.encode(step, buffer));
        if (step instanceof Step.Pay pay) {
            return paid(pay.payment());
        } else if (step instanceof Step.Label label) {
            Payment payment = label.payment();
            return corrected(oracle(payment).label(payment, label.kind(), label.labelTimeNs()));
        } else if (step instanceof Step.Reverse reversal) {
            Payment payment = reversal.payment();
            return corrected(oracle(payment).reverse(payment, reversal.amountMinor()));
        } else if (step instanceof Step.Outcome outcome) {
            Payment payment = outcome.payment();
            return corrected(oracle(payment).outcome(payment, outcome.responseCode()));
        }
        Step.Rate rate = (Step.Rate) step;
        oracles.get(rate.tenant()).rate(rate.from(), rate.rate(), rate.scale());
        return Optional.empty();
    }

    private Optional<String> paid(Payment payment) {
        boolean decision = result.kind == EventResult.Kind.DECISION;
        boolean refused =
                result.kind == EventResult.Kind.REFUSED && result.rejectCode == RejectCode.CAPACITY;
        if (!refused && !decision && !acknowledged(EventStatus.APPLIED)) {
            return unexpectedRefusal();
        }
        if (refused == oracle(payment).hasRoom(payment, engine.watermarkNs())) {
            return Optional.of(refused ? "refused where there is room" : "no room was expected");
        }
        if (refused) {
            return Optional.empty();
        }
        List<FeatureOracle.Expected> expected = oracle(payment).pay(payment, engine.watermarkNs());
        return decision ? compare(payment.tenant(), expected) : Optional.empty();
    }

    private boolean acknowledged(EventStatus status) {
        return result.kind == EventResult.Kind.ACK && result.status == status;
    }

    private Optional<String> unexpectedRefusal() {
        return (result.kind == EventResult.Kind.REFUSED
                        && !EXPECTED_REFUSALS.contains(result.rejectCode))
                ? Optional.of("refused: " + result.rejectCode)
                : Optional.empty();
    }

    private FeatureOracle oracle(Payment payment) {
        return oracles.get(payment.tenant());
    }

    /** The engine must know the target of a correction exactly when the oracle does. */
    private Optional<String> corrected(boolean held) {
        boolean applied = acknowledged(EventStatus.APPLIED) || acknowledged(EventStatus.SUPERSEDED);
        return applied == held
                ? unexpectedRefusal()
                : Optional.of(
                        "target "
                                + (held ? "held" : "not held")
                                + " but "
                                + result.kind
                                + (result.kind == EventResult.Kind.REFUSED
                                        ? " " + result.rejectCode
                                        : " " + result.status));
    }

    private Optional<String> compare(int tenant, List<FeatureOracle.Expected> expected) {
        decisions++;
        List<FeatureSpec> features = bundles.get(tenant).features().features();
        for (int i = 0; i < features.size(); i++) {
            double value = expected.get(i).value();
            boolean atMost = expected.get(i).atMost();
            boolean agree =
                    atMost
                            ? within(features.get(i), value, result.features[i])
                            : same(features.get(i), value, result.features[i]);
            if (!agree) {
                return Optional.of(
                        (atMost ? "at most " : "")
                                + value
                                + " expected but "
                                + result.features[i]
                                + " of "
                                + features.get(i));
            }
        }
        return Optional.empty();
    }

    private static boolean same(FeatureSpec feature, double expected, double actual) {
        boolean exact = feature.type() != FeatureType.DOUBLE || EXACT.contains(feature.aggregate());
        double least = feature.aggregate() == Aggregate.DECAYED_SUM ? CANCELLED : 0;
        return Double.compare(expected + 0.0, actual + 0.0) == 0
                || (!exact
                        && Math.abs(expected - actual)
                                <= Math.max(
                                        least, TOLERANCE * Math.max(Math.abs(expected), LEAST)));
    }

    /** Values that are not kept apart count as if they were not there. */
    private static boolean within(FeatureSpec feature, double exact, double actual) {
        if (Double.isNaN(exact) || Double.isNaN(actual)) {
            return Double.isNaN(exact) && Double.isNaN(actual);
        }
        return switch (feature.aggregate()) {
            case DISTINCT -> actual >= 0 && actual <= Math.min(exact, feature.maxDistinct());
            case FIRST_TIME -> actual >= exact;
            case IS_TOP -> true;
            default -> actual >= 0 && actual <= exact;
        };
    }

    @Override
    public void close() {
        engine.close();
    }
}
