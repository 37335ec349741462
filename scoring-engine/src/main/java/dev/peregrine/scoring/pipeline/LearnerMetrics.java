package dev.peregrine.scoring.pipeline;

import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.model.LearnerView;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How far the models have come that learn online. Written by the score stage, read by any thread,
 * number by number. Does not allocate unless a policy changes which models learn.
 */
public final class LearnerMetrics {
    private final LearnerView.Visitor visitor = this::onLearner;
    private volatile Learner[] learners = new Learner[0];
    private int visited;

    /** The numbers of one model of one tenant. */
    public static final class Learner {
        private static final int FRAUDS = 0;
        private static final int LEGITIMATE = 1;
        private static final int PASSED_OVER = 2;
        private static final int WAITING = 3;

        private final AtomicLongArray numbers = new AtomicLongArray(4);
        private final int tenantId;
        private final String model;
        private final int capacity;

        private Learner(int tenantId, LearnerView view) {
            this.tenantId = tenantId;
            model = view.model();
            capacity = view.capacity();
            set(view);
        }

        public int tenantId() {
            return tenantId;
        }

        /** Id in the policy. */
        public String model() {
            return model;
        }

        /** Frauds learned. */
        public long frauds() {
            return numbers.get(FRAUDS);
        }

        /** Legitimate payments learned. */
        public long legitimate() {
            return numbers.get(LEGITIMATE);
        }

        /** Payments that found no room to wait for their label. */
        public long passedOver() {
            return numbers.get(PASSED_OVER);
        }

        /** Payments that wait for their label. */
        public long waiting() {
            return numbers.get(WAITING);
        }

        /** Greatest number of payments that can wait. */
        public long capacity() {
            return capacity;
        }

        private boolean isOf(int tenant, LearnerView view) {
            return tenantId == tenant && capacity == view.capacity() && model.equals(view.model());
        }

        private void set(LearnerView view) {
            numbers.lazySet(FRAUDS, view.frauds());
            numbers.lazySet(LEGITIMATE, view.legitimate());
            numbers.lazySet(PASSED_OVER, view.passedOver());
            numbers.lazySet(WAITING, view.waiting());
        }
    }

    /** Every model that learns of every tenant's active policy. */
    public List<Learner> learners() {
        return List.of(learners);
    }

    /** Looks at the models; on the engine's thread. */
    void update(ScoringEngine engine) {
        visited = 0;
        engine.visitLearners(visitor);
        if (visited < learners.length) {
            learners = Arrays.copyOf(learners, visited);
        }
    }

    private void onLearner(int tenantId, LearnerView view) {
        Learner[] known = learners;
        if (visited == known.length || !known[visited].isOf(tenantId, view)) {
            Learner[] changed = Arrays.copyOf(known, Math.max(visited + 1, known.length));
            changed[visited] = new Learner(tenantId, view);
            learners = changed;
        } else {
            known[visited].set(view);
        }
        visited++;
    }
}
