package dev.peregrine.replay.lane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.codec.Sha256Decoder;
import dev.peregrine.scoring.engine.PolicySource;
import dev.peregrine.scoring.model.LearnerView;
import dev.peregrine.state.StateMismatchException;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The policy that decides for each tenant, as the side lane runs it, and what the challengers have
 * learned. They learn from the same events as a learner in the engine would, by the same rules, and
 * so come to the same weights.
 *
 * <p>One thread.
 */
final class LanePolicies implements AutoCloseable {
    /** Payments whose latest label's time is remembered; the one labelled first goes. */
    private static final int MAX_LABELLED = 1 << 18;

    private static final long TENANT_FACTOR = 0x9E3779B97F4A7C15L;

    private final PolicySource source;
    private final Map<Integer, LanePolicy> active = new TreeMap<>();
    private final Map<Long, Long> labelTimes =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
                    return size() > MAX_LABELLED;
                }
            };
    private boolean changed;

    /**
     * @param source the bundles that decided
     */
    LanePolicies(PolicySource source) {
        this.source = source;
    }

    /** A tenant's policy of a hash; what its challengers learned under the one before goes on. */
    LanePolicy of(int tenantId, Sha256Decoder hash) {
        LanePolicy known = active.get(tenantId);
        if (known != null
                && known.bundle()
                        .hash()
                        .hasWords(hash.word0(), hash.word1(), hash.word2(), hash.word3())) {
            return known;
        }
        return activate(
                tenantId, source.find(hash.word0(), hash.word1(), hash.word2(), hash.word3()));
    }

    private LanePolicy activate(int tenantId, PolicyBundle bundle) {
        LanePolicy made = new LanePolicy(bundle);
        LanePolicy before = active.put(tenantId, made);
        changed |= made.learns() || (before != null && before.learns());
        if (before != null) {
            made.succeed(before);
        }
        return made;
    }

    /** Whether models of any challenger learn. */
    boolean learn() {
        return active.values().stream().anyMatch(LanePolicy::learns);
    }

    /** Whether other challengers learn than when {@link #unchanged} was called. */
    boolean hasChanged() {
        return changed;
    }

    void unchanged() {
        changed = false;
    }

    /** The event that comes is about a payment. */
    void mature(long ingressTimeNs) {
        for (LanePolicy policy : active.values()) {
            policy.mature(ingressTimeNs);
        }
    }

    /** A decided payment's challenger has been asked: its models wait for the label. */
    static void await(Contender contender, LaneDecision decision) {
        contender
                .learners()
                .await(
                        decision.transaction().eventKey(),
                        decision.transaction().fields(),
                        decision.ingressTimeNs());
    }

    /**
     * A label has come. One that is older than the label in force teaches nothing.
     *
     * @param key the payment's
     */
    void label(int tenantId, long key, KnownOutcome outcome, long labelTimeNs) {
        LanePolicy policy = active.get(tenantId);
        if (policy == null || !policy.learns()) {
            return;
        }
        long own = key ^ tenantId * TENANT_FACTOR;
        if (labelTimes.getOrDefault(own, Long.MIN_VALUE) > labelTimeNs) {
            return;
        }
        labelTimes.put(own, labelTimeNs);
        if (outcome != KnownOutcome.UNKNOWN) {
            policy.label(key, outcome == KnownOutcome.FRAUD);
        }
    }

    /** Tells what the challengers of a tenant's policy have learned, in a report. */
    void tell(int tenantId, ArrayNode report) {
        LanePolicy policy = active.get(tenantId);
        if (policy == null || !policy.learns()) {
            return;
        }
        for (JsonNode told : report) {
            if (told.path("policy_hash").asText().equals(policy.bundle().hash().hex())) {
                for (JsonNode challenger : told.path("challengers")) {
                    policy.contenders().stream()
                            .filter(c -> c.challenger().name().equals(name(challenger)))
                            .forEach(c -> tell(tenantId, c, (ObjectNode) challenger));
                }
            }
        }
    }

    private static String name(JsonNode challenger) {
        return challenger.path("name").asText();
    }

    private static void tell(int tenantId, Contender contender, ObjectNode challenger) {
        contender
                .learners()
                .visit(tenantId, (id, learner) -> tell(learner, challenger.withArray("learners")));
    }

    private static void tell(LearnerView learner, ArrayNode learners) {
        learners.addObject()
                .put("model", learner.model())
                .put("frauds", learner.frauds())
                .put("legitimate", learner.legitimate())
                .put("waiting", learner.waiting())
                .put("passed_over", learner.passedOver());
    }

    /** Saves what was learned, with the policies of whose challengers it is. */
    void save(StateSink sink) {
        sink.putLong(labelTimes.size());
        labelTimes.forEach(
                (key, time) -> {
                    sink.putLong(key);
                    sink.putLong(time);
                });
        sink.putLong(active.values().stream().filter(LanePolicy::learns).count());
        active.forEach(
                (tenantId, policy) -> {
                    if (policy.learns()) {
                        sink.putLong(tenantId);
                        for (int i = 0; i < 4; i++) {
                            sink.putLong(policy.bundle().hash().word(i));
                        }
                        policy.save(sink);
                    }
                });
    }

    /**
     * Loads what was saved; these must be new.
     *
     * @throws StateMismatchException when it does not fit, or its policy is gone
     */
    void load(StateSource saved) {
        for (long left = saved.getLong(); left > 0; left--) {
            labelTimes.put(saved.getLong(), saved.getLong());
        }
        for (long left = saved.getLong(); left > 0; left--) {
            int tenantId = Math.toIntExact(saved.getLong());
            PolicyBundle bundle =
                    source.find(saved.getLong(), saved.getLong(), saved.getLong(), saved.getLong());
            if (bundle == null) {
                throw new StateMismatchException("a policy that is no longer kept");
            }
            activate(tenantId, bundle).load(saved);
        }
        changed = false;
    }

    /** Forgets all policies, and what was learned. */
    @Override
    public void close() {
        active.values().forEach(LanePolicy::close);
        active.clear();
        labelTimes.clear();
        changed = false;
    }
}
