package dev.peregrine.replay.backtest;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.scoring.engine.EngineContext;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.model.LearnerView;
import dev.peregrine.scoring.rules.RuleLists;
import dev.peregrine.state.EntityStore;
import dev.peregrine.state.FeatureStore;
import dev.peregrine.state.FeatureStoreFactory;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.util.Locale;
import org.agrona.DirectBuffer;

/**
 * The engine of a backtest: the same as a node's, with one policy and an empty state. Keys are
 * hashed with a secret of zeros, so that the same file and policy give the same state hash
 * everywhere. One thread.
 */
public final class BacktestEngine implements Engine, AutoCloseable {
    /** Event ids remembered at a time, where nothing else is said. */
    public static final int DEFAULT_IDENTITY_CAPACITY = 1 << 22;

    /** Greatest number of event ids that can be remembered at a time. */
    public static final int MAX_IDENTITY_CAPACITY = 1 << 28;

    private static final long HOUR_NS = 3_600_000_000_000L;

    private final PolicyBundle bundle;
    private final EngineContext context;
    private final ScoringEngine engine;
    private FeatureStore store;

    /**
     * An engine that knows the bundle.
     *
     * @param identityCapacity greatest number of rows and labels in 24 hours of the file's time, 1
     *     .. {@link #MAX_IDENTITY_CAPACITY}: beyond it rows are refused. Costs up to 32 bytes of
     *     memory each at the start, and 48 for each that is remembered
     */
    public BacktestEngine(PolicyBundle bundle, FeatureStoreFactory stores, int identityCapacity) {
        this.bundle = bundle;
        context =
                new EngineContext()
                        .policies(
                                (word0, word1, word2, word3) ->
                                        bundle.hash().hasWords(word0, word1, word2, word3)
                                                ? bundle
                                                : null)
                        .stores(layouts -> store = stores.create(layouts))
                        .keySecret(new byte[EngineContext.KEY_SECRET_LENGTH])
                        .identityCapacity(identityCapacity);
        engine = new ScoringEngine(context);
    }

    @Override
    public void onEvent(
            long epoch,
            long sequence,
            long ingressTimeNs,
            DirectBuffer buffer,
            int offset,
            int length,
            EventResult result) {
        engine.onEvent(epoch, sequence, ingressTimeNs, buffer, offset, length, result);
    }

    @Override
    public void visitLearners(LearnerView.Visitor visitor) {
        engine.visitLearners(visitor);
    }

    /** Names the entity type of the policy that is full, or else the memory of event ids. */
    @Override
    public String limitReached() {
        for (int e = 0; store != null && e < store.entityTypes(); e++) {
            EntityStore entity = store.entity(e);
            if (!entity.hasRoom(engine.watermarkNs())) {
                return String.format(
                        Locale.ROOT,
                        "entity type '%s' of policy %s is full (capacity %,d); raise its capacity"
                                + " in features.yaml",
                        entity.layout().name(),
                        bundle.name(),
                        entity.layout().capacity());
            }
        }
        return String.format(
                Locale.ROOT,
                "the memory of event ids is full (%,d rows and labels within %d hours of the"
                        + " file's time); raise it with --identity-capacity",
                context.identityCapacity(),
                context.identityRetentionNs() / HOUR_NS);
    }

    @Override
    public boolean canBeSaved() {
        return true;
    }

    @Override
    public String settings() {
        return "identity capacity " + context.identityCapacity();
    }

    @Override
    public void save(StateSink sink) {
        engine.save(sink);
    }

    @Override
    public void load(StateSource source) {
        engine.load(source);
    }

    @Override
    public RuleLists lists(int tenantId) {
        return engine.lists(tenantId);
    }

    @Override
    public void close() {
        engine.close();
    }
}
