package dev.peregrine.replay.backtest;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.scoring.engine.EngineContext;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.state.FeatureStoreFactory;

/** Makes the engine of a backtest: the same as a node's, with one policy and an empty state. */
public final class BacktestEngine {
    /**
     * Event ids remembered at a time. Ids are remembered for a day of the file's time, so this is
     * the greatest number of rows in a day.
     */
    private static final int IDENTITY_CAPACITY = 1 << 22;

    private BacktestEngine() {}

    /**
     * An engine that knows the bundle. Keys are hashed with a secret of zeros, so that the same
     * file and policy give the same state hash everywhere.
     */
    public static ScoringEngine create(PolicyBundle bundle, FeatureStoreFactory stores) {
        return new ScoringEngine(
                new EngineContext()
                        .policies(
                                (word0, word1, word2, word3) ->
                                        bundle.hash().hasWords(word0, word1, word2, word3)
                                                ? bundle
                                                : null)
                        .stores(stores)
                        .keySecret(new byte[EngineContext.KEY_SECRET_LENGTH])
                        .identityCapacity(IDENTITY_CAPACITY));
    }
}
