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
import dev.peregrine.protocol.event.LabelBuilder;
import dev.peregrine.protocol.event.OutcomeBuilder;
import dev.peregrine.protocol.event.ReversalBuilder;
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
    private final ControlEventEncoder control = new ControlEventEncoder();
    private final MutableDirectBuffer buffer =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private final MutableDirectBuffer original =
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
                            control.policyActivation(
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
        if (step instanceof Step.Pay pay) {
            return pay(pay);
        }
        if (step instanceof Step.Rate rate) {
            send(
                    rate.ingressNs(),
                    control.exchangeRate(
                            buffer,
                            0,
                            rate.tenant(),
                            rate.id(),
                            rate.ingressNs(),
                            rate.from(),
                            rate.to(),
                            rate.rate(),
                            rate.scale()));
            oracles.get(rate.tenant()).rate(rate.from(), rate.rate(), rate.scale());
            return Optional.empty();
        }
        return step instanceof Step.Label label
                ? label(label)
                : step instanceof Step.Reverse reverse
                        ? reverse(reverse)
                        : outcome((Step.Outcome) step);
    }

    private Optional<String> pay(Step.Pay step) {
        Payment payment = step.payment();
        send(step.ingressNs(), payment.builder().encode(buffer, 0));
        boolean decision = result.kind == EventResult.Kind.DECISION;
        if (!decision && !acknowledged(EventStatus.APPLIED)) {
            return unexpectedRefusal();
        }
        double[] expected = oracles.get(payment.tenant()).pay(payment, engine.watermarkNs());
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

    private Optional<String> label(Step.Label step) {
        int length = step.payment().builder().encode(original, 0);
        send(
                step.ingressNs(),
                new LabelBuilder()
                        .kind(step.kind())
                        .labelTimeNs(step.labelTimeNs())
                        .eventId(step.id())
                        .original(original, 0, length)
                        .encode(buffer, 0));
        return corrected(
                oracle(step.payment()).label(step.payment(), step.kind(), step.labelTimeNs()));
    }

    private Optional<String> reverse(Step.Reverse step) {
        int length = step.payment().builder().encode(original, 0);
        send(
                step.ingressNs(),
                new ReversalBuilder()
                        .reversalTimeNs(step.ingressNs())
                        .amountMinor(step.amountMinor())
                        .eventId(step.id())
                        .original(original, 0, length)
                        .encode(buffer, 0));
        return corrected(oracle(step.payment()).reverse(step.payment(), step.amountMinor()));
    }

    private Optional<String> outcome(Step.Outcome step) {
        int length = step.payment().builder().encode(original, 0);
        send(
                step.ingressNs(),
                new OutcomeBuilder()
                        .outcomeTimeNs(step.ingressNs())
                        .responseCode(step.responseCode())
                        .eventId(step.id())
                        .original(original, 0, length)
                        .encode(buffer, 0));
        return corrected(oracle(step.payment()).outcome(step.payment(), step.responseCode()));
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

    private Optional<String> compare(int tenant, double[] expected) {
        decisions++;
        List<FeatureSpec> features = bundles.get(tenant).features().features();
        for (int i = 0; i < expected.length; i++) {
            if (!same(features.get(i), expected[i], result.features[i])) {
                return Optional.of(
                        expected[i]
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
        return Double.compare(expected + 0.0, actual + 0.0) == 0
                || (!exact
                        && Math.abs(expected - actual)
                                <= TOLERANCE * Math.max(Math.abs(expected), LEAST));
    }

    @Override
    public void close() {
        engine.close();
    }
}
