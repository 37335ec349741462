package dev.peregrine.scoring.model;

import dev.peregrine.policy.model.LearnedState;
import dev.peregrine.policy.model.LearningSpec;
import dev.peregrine.policy.model.OnlineModel;
import dev.peregrine.state.StateHash;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import dev.peregrine.state.learner.WaitingPayments;

/**
 * A model that learns from labels as they come, with the inputs as they were when it scored the
 * payment. It is part of the engine's state.
 *
 * <p>Every payment that is decided waits with its inputs, up to the capacity; beyond it, payments
 * are passed over, whatever they turn out to be, until others have left. A fraud label is learned
 * at its own event, once for a payment; a legitimate label likewise, unless the payment was learned
 * before. A payment that nothing was learned of leaves at the horizon, as legitimate, at the first
 * events after it: at most {@value #MATURED_PER_EVENT} at each, so that a pause in traffic is no
 * burst of work. A retraction takes nothing back. Of the legitimate payments the part {@code
 * negatives} is learned, chosen by the payment's time and amount, each counting 1 / {@code
 * negatives} times.
 *
 * <p>One thread; allocates nothing after it is made.
 */
final class OnlineLearner implements ModelScorer, LearnerView, AutoCloseable {
    /** Payments that leave the queue at one event, at most: more than come at one. */
    static final int MATURED_PER_EVENT = 2;

    private static final long LEGITIMATE = 1;
    private static final long FRAUD = 2;
    private static final long NOT_CHOSEN = 4;
    private static final int UNIT_BITS = 53;
    private static final double UNIT = 0x1p-53;

    private final String id;
    private final OnlineModel.Term[] terms;
    private final LearningSpec spec;
    private final FtrlProximal regression;
    private final WaitingPayments waiting;
    private final int[] coordinates;
    private final double[] values;
    private final int[] firstCoordinates;
    private final double[] row;
    private long frauds;
    private long legitimate;
    private long passedOver;

    /**
     * @param id the model's
     */
    OnlineLearner(String id, OnlineModel model) {
        this.id = id;
        terms = model.terms().toArray(new OnlineModel.Term[0]);
        spec = model.learning();
        regression = new FtrlProximal(spec, model.start());
        waiting = new WaitingPayments(model.inputs().size(), spec.capacity());
        coordinates = new int[terms.length + 1];
        values = new double[terms.length + 1];
        firstCoordinates = new int[terms.length];
        row = new double[model.inputs().size()];
        int next = 1;
        for (int i = 0; i < terms.length; i++) {
            firstCoordinates[i] = next;
            next += terms[i].weights().size();
        }
        values[0] = 1;
    }

    @Override
    public void margins(double[] inputs, double[] margins) {
        activate(inputs);
        margins[0] = regression.margin(coordinates, values);
    }

    /**
     * Keeps a decided payment until it is learned from.
     *
     * @param key tells the payment from others
     * @param draw whether it is chosen, if it proves legitimate: of which every bit is as good as
     *     random
     * @param ingressTimeNs its ingress time, epoch nanoseconds; never goes back
     * @param inputs as {@link #margins} saw them
     */
    void await(long key, long draw, long ingressTimeNs, double[] inputs) {
        if (!waiting.add(key, ingressTimeNs, isChosen(draw) ? 0 : NOT_CHOSEN, inputs)) {
            passedOver++;
        }
    }

    /** Takes payments whose horizon has passed out of the queue, and learns what they were. */
    void mature(long watermarkNs) {
        for (int i = 0; i < MATURED_PER_EVENT && waiting.size() > 0; i++) {
            long payment = waiting.first();
            if (waiting.ingressTimeNs(payment) >= watermarkNs - spec.horizonNs()) {
                return;
            }
            if ((waiting.marks(payment) & (LEGITIMATE | FRAUD)) == 0) {
                learnLegitimate(payment);
            }
            waiting.removeFirst();
        }
    }

    /**
     * Learns a label; of a payment that no longer waits, nothing.
     *
     * @param key the payment's
     */
    void label(long key, boolean fraud) {
        long payment = waiting.find(key);
        if (payment == WaitingPayments.NOT_FOUND) {
            return;
        }
        long marks = waiting.marks(payment);
        if (fraud && (marks & FRAUD) == 0) {
            learn(payment, true, spec.fraudWeight());
            frauds++;
            waiting.marks(payment, marks | FRAUD);
        } else if (!fraud && (marks & (LEGITIMATE | FRAUD)) == 0) {
            learnLegitimate(payment);
            waiting.marks(payment, marks | LEGITIMATE);
        }
    }

    private void learnLegitimate(long payment) {
        if ((waiting.marks(payment) & NOT_CHOSEN) == 0) {
            learn(payment, false, 1 / spec.negatives());
            legitimate++;
        }
    }

    private boolean isChosen(long draw) {
        return (draw >>> (Long.SIZE - UNIT_BITS)) * UNIT < spec.negatives();
    }

    private void learn(long payment, boolean fraud, double times) {
        waiting.read(payment, row);
        activate(row);
        regression.learn(coordinates, values, fraud, times);
    }

    private void activate(double[] inputs) {
        for (int i = 0; i < terms.length; i++) {
            OnlineModel.Term term = terms[i];
            double value = inputs[term.input()];
            coordinates[i + 1] = firstCoordinates[i] + term.coordinate(value);
            values[i + 1] = term.value(value);
        }
    }

    @Override
    public String model() {
        return id;
    }

    @Override
    public double[] weights() {
        return regression.weights();
    }

    @Override
    public LearnedState learned() {
        return regression.learned();
    }

    @Override
    public long frauds() {
        return frauds;
    }

    @Override
    public long legitimate() {
        return legitimate;
    }

    @Override
    public long passedOver() {
        return passedOver;
    }

    @Override
    public long waiting() {
        return waiting.size();
    }

    @Override
    public int capacity() {
        return waiting.capacity();
    }

    void save(StateSink sink) {
        regression.save(sink);
        sink.putLong(frauds);
        sink.putLong(legitimate);
        sink.putLong(passedOver);
        waiting.save(sink);
    }

    void load(StateSource source) {
        regression.load(source);
        frauds = source.getLong();
        legitimate = source.getLong();
        passedOver = source.getLong();
        waiting.load(source);
    }

    /**
     * Adds the weights and the waiting payments to a hash.
     *
     * @param owner tells this learner from others
     */
    void hash(long owner, StateHash hash) {
        regression.hash(owner, hash);
        waiting.hash(~owner, hash);
    }

    @Override
    public void close() {
        waiting.close();
    }
}
