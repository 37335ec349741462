package dev.peregrine.scoring.features;

import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.ActivationKind;
import dev.peregrine.protocol.event.ControlEventEncoder;
import dev.peregrine.protocol.event.EventTenant;
import dev.peregrine.scoring.engine.EngineContext;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.engine.FeatureHistory;
import dev.peregrine.scoring.engine.PolicySource;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.state.FeatureStore;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Feeds a history to three engines: to one that goes from the first version of a policy to the
 * second, to one that has the first throughout, and to one that has the second.
 */
final class PolicyChangeRun implements AutoCloseable {
    private record Event(long sequence, long ingressNs, DirectBuffer message) {}

    private final List<PolicyBundle> versions;
    private final List<Event> journal = new ArrayList<>();
    private final ScoringEngine changing;
    private final List<ScoringEngine> constant = new ArrayList<>();
    private final EventResult result = new EventResult();
    private final List<EventResult> expected = List.of(new EventResult(), new EventResult());
    private final MutableDirectBuffer buffer =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private final StepEncoder steps = new StepEncoder();
    private final ControlEventEncoder control = new ControlEventEncoder();
    private int active;
    private int decisions;

    private PolicyChangeRun(List<PolicyBundle> versions) {
        this.versions = versions;
        changing =
                engine(
                        (word0, word1, word2, word3) ->
                                versions.get(word0 == versions.get(0).hash().word(0) ? 0 : 1),
                        this::follow);
        versions.forEach(
                version -> constant.add(engine((w0, w1, w2, w3) -> version, FeatureHistory.NONE)));
    }

    private static ScoringEngine engine(PolicySource policies, FeatureHistory history) {
        return new ScoringEngine(
                new EngineContext()
                        .policies(policies)
                        .history(history)
                        .stores(ChronicleFeatureStoreFactory.inMemory())
                        .keySecret(new byte[EngineContext.KEY_SECRET_LENGTH]));
    }

    /** What differs first; empty when nothing does. */
    static Optional<String> difference(
            List<PolicyBundle> versions, long changeNs, List<Step> history) {
        if (history.isEmpty()) {
            return Optional.empty();
        }
        try (PolicyChangeRun run = new PolicyChangeRun(versions)) {
            run.activate(0, history.get(0).ingressNs());
            for (Step step : history) {
                if (run.active == 0 && step.ingressNs() >= changeNs) {
                    run.activate(1, step.ingressNs());
                }
                Optional<String> difference =
                        run.send(step.ingressNs(), run.steps.encode(step, run.buffer));
                if (difference.isPresent()) {
                    return difference.map(text -> step + ": " + text);
                }
            }
            Optional<String> difference = run.state(history.get(history.size() - 1).ingressNs());
            boolean alive = history.size() < 1000 || run.decisions > history.size() / 8;
            return alive ? difference : Optional.of("only " + run.decisions + " decisions");
        }
    }

    /** Tenant 1 changes its policy, tenant 2 has the second version from the beginning. */
    private void activate(int version, long ingressNs) {
        active = version;
        for (int tenant = 1; tenant <= 2; tenant++) {
            PolicyBundle bundle = versions.get(tenant == 1 ? version : 1);
            send(
                    ingressNs,
                    control.policyActivation(
                            buffer,
                            0,
                            tenant,
                            "activation-" + version,
                            ActivationKind.ACTIVATE,
                            bundle.version(),
                            bundle.hash().toByteArray(),
                            "test"));
        }
    }

    private Optional<String> send(long ingressNs, int length) {
        byte[] message = new byte[length];
        buffer.getBytes(0, message);
        Event event = new Event(journal.size() + 1L, ingressNs, new UnsafeBuffer(message));
        give(changing, event, result);
        for (int version = 0; version < 2; version++) {
            give(constant.get(version), event, expected.get(version));
        }
        journal.add(event);
        return EventTenant.of(buffer, 0) == 1 ? compare() : Optional.empty();
    }

    private static void give(ScoringEngine engine, Event event, EventResult result) {
        engine.onEvent(
                1,
                event.sequence(),
                event.ingressNs(),
                event.message(),
                0,
                event.message().capacity(),
                result);
    }

    /** The state that a version would have after a tenant's events before a sequence. */
    private FeatureStore follow(int tenantId, PolicyBundle bundle, long sequence) {
        try (ScoringEngine follower = engine((w0, w1, w2, w3) -> bundle, FeatureHistory.NONE)) {
            EventResult ignored = new EventResult();
            for (Event event : journal) {
                if (event.sequence() < sequence && EventTenant.of(event.message(), 0) == tenantId) {
                    give(follower, event, ignored);
                }
            }
            return follower.detachStore(tenantId);
        }
    }

    private Optional<String> compare() {
        for (EventResult other : expected) {
            if (result.kind != other.kind
                    || (result.kind == EventResult.Kind.REFUSED
                            && result.rejectCode != other.rejectCode)
                    || (result.kind == EventResult.Kind.ACK && result.status != other.status)) {
                return Optional.of(other.kind + " expected but " + result.kind);
            }
        }
        if (result.kind != EventResult.Kind.DECISION) {
            return Optional.empty();
        }
        decisions += active;
        List<FeatureSpec> features = versions.get(active).features().features();
        if (result.featureCount != features.size()) {
            return Optional.of(result.featureCount + " features");
        }
        for (int i = 0; i < features.size(); i++) {
            for (int version = 0; version < 2; version++) {
                int place = versions.get(version).features().features().indexOf(features.get(i));
                if (place >= 0 && differ(expected.get(version).features[place], i)) {
                    return Optional.of(
                            expected.get(version).features[place]
                                    + " expected, as of version "
                                    + (version + 1)
                                    + ", but "
                                    + result.features[i]
                                    + " of "
                                    + features.get(i));
                }
            }
        }
        return Optional.empty();
    }

    private boolean differ(double value, int feature) {
        return Double.doubleToLongBits(value) != Double.doubleToLongBits(result.features[feature]);
    }

    /** The state must be that of the second version in the end, too. */
    private Optional<String> state(long ingressNs) {
        if (active == 1) {
            send(ingressNs, control.stateHashRequest(buffer, 0, 0, "end"));
            if (!Arrays.equals(result.hash, expected.get(1).hash)) {
                return Optional.of("the states differ");
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        CloseHelper.closeAll(constant);
        changing.close();
    }
}
