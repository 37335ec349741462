package dev.peregrine.scoring.model;

import dev.peregrine.policy.model.LearnedState;

/** How far a model that learns online has come. Read on the engine's thread. */
public interface LearnerView {
    /** Its id in the policy. */
    String model();

    /** Frauds learned so far. */
    long frauds();

    /** Legitimate payments learned so far. */
    long legitimate();

    /** Payments that found no room to wait for their label. */
    long passedOver();

    /** Payments that wait for their label. */
    long waiting();

    /** Greatest number of payments that can wait. */
    int capacity();

    /** The weights as they are now, copied: the intercept's, then those of the terms in order. */
    double[] weights();

    /** All that it has learned, copied: what another needs to go on from here. */
    LearnedState learned();

    /** Looks at learners. */
    @FunctionalInterface
    interface Visitor {
        /** Called for each learner. */
        void onLearner(int tenantId, LearnerView learner);
    }
}
