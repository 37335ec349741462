package dev.peregrine.replay.backtest;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.replay.snapshot.SnapshotDirectory;
import dev.peregrine.replay.snapshot.SnapshotException;
import dev.peregrine.scoring.engine.EngineContext;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.engine.KeptState;
import dev.peregrine.scoring.engine.PolicySource;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.model.LearnerView;
import dev.peregrine.scoring.rules.RuleLists;
import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.FeatureStoreFactory;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.agrona.DirectBuffer;

/**
 * The engine of a backtest: the same as a node's, with one policy, and an empty state or that of a
 * snapshot. Without a snapshot keys are hashed with a secret of zeros, so that the same file and
 * policy give the same state hash everywhere. One thread.
 */
public final class BacktestEngine implements Engine, AutoCloseable {
    /** Event ids remembered at a time, where nothing else is said. */
    public static final int DEFAULT_IDENTITY_CAPACITY = 1 << 22;

    /** Greatest number of event ids that can be remembered at a time. */
    public static final int MAX_IDENTITY_CAPACITY = 1 << 28;

    private static final int IDENTITIES_AT_FIRST = 1 << 14;
    private static final long HOUR_NS = 3_600_000_000_000L;

    private final PolicyBundle bundle;
    private final EngineContext context;
    private final ScoringEngine engine;
    private final SnapshotStart start;

    /**
     * An engine that knows the bundle.
     *
     * @param identityCapacity greatest number of rows and labels in 24 hours of the file's time, 1
     *     .. {@link #MAX_IDENTITY_CAPACITY}: beyond it rows are refused. Costs up to 80 bytes of
     *     memory for each that is remembered
     */
    public BacktestEngine(PolicyBundle bundle, FeatureStoreFactory stores, int identityCapacity) {
        this(
                bundle,
                stores,
                identityCapacity,
                null,
                new byte[EngineContext.KEY_SECRET_LENGTH],
                (word0, word1, word2, word3) -> null);
    }

    /**
     * The same, which {@link #begin begins} with the state of a snapshot.
     *
     * @param identityCapacity at least as many as the snapshot remembers
     */
    public BacktestEngine(
            PolicyBundle bundle,
            FeatureStoreFactory stores,
            int identityCapacity,
            SnapshotStart start) {
        this(bundle, stores, identityCapacity, start, start.keySecret(), start.policies());
    }

    private BacktestEngine(
            PolicyBundle bundle,
            FeatureStoreFactory stores,
            int identityCapacity,
            SnapshotStart start,
            byte[] keySecret,
            PolicySource others) {
        this.bundle = bundle;
        this.start = start;
        context =
                new EngineContext()
                        .policies(
                                (word0, word1, word2, word3) ->
                                        bundle.hash().hasWords(word0, word1, word2, word3)
                                                ? bundle
                                                : others.find(word0, word1, word2, word3))
                        .stores(stores)
                        .keySecret(keySecret)
                        .identityCapacity(identityCapacity)
                        .identitiesAtFirst(IDENTITIES_AT_FIRST);
        engine = new ScoringEngine(context);
    }

    @Override
    public void begin() throws BacktestException {
        if (start == null) {
            return;
        }
        try {
            SnapshotDirectory.load(start.file(), engine, start.share());
        } catch (SnapshotException e) {
            throw new BacktestException(e.getMessage(), e);
        }
        for (int tenant : engine.activeTenants()) {
            if (tenant != start.tenantId()) {
                engine.detachStore(tenant).close();
            }
        }
        PolicyBundle then =
                engine.active(start.tenantId())
                        .orElseThrow(
                                () ->
                                        new BacktestException(
                                                start.file().path()
                                                        + ": tenant "
                                                        + start.tenantId()
                                                        + " had no policy then"))
                        .bundle();
        Optional<String> difference = KeptState.difference(then, bundle);
        if (difference.isPresent()) {
            throw new BacktestException(
                    start.file().path()
                            + ": holds the features of policy "
                            + then.name()
                            + " version "
                            + then.version()
                            + ", which are not those of policy "
                            + bundle.name()
                            + " version "
                            + bundle.version()
                            + ": "
                            + difference.get());
        }
    }

    @Override
    public long lastSequence() {
        return engine.lastSequence();
    }

    @Override
    public long watermarkNs() {
        return engine.watermarkNs();
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
        List<EntityLayout> full = new ArrayList<>();
        engine.visitStores(
                (tenantId, entity) -> {
                    if (!entity.hasRoom(engine.watermarkNs())) {
                        full.add(entity.layout());
                    }
                });
        if (!full.isEmpty()) {
            return String.format(
                    Locale.ROOT,
                    "entity type '%s' of policy %s is full (capacity %,d); raise its capacity"
                            + " in features.yaml",
                    full.get(0).name(),
                    bundle.name(),
                    full.get(0).capacity());
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
