package dev.peregrine.latency.engine;

import dev.peregrine.policy.FeatureSet;
import dev.peregrine.scoring.features.EntityPlan;
import dev.peregrine.scoring.features.FeaturePlan;
import dev.peregrine.scoring.features.OutcomeView;
import dev.peregrine.scoring.features.TransactionView;
import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.EntityStore;
import dev.peregrine.state.FeatureStore;
import dev.peregrine.state.KeyHasher;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;

/**
 * Features alone, as the engine computes them: find a transaction's entities, touch their records,
 * add the event to each, evaluate every feature. No identity, no money, no rules, no decision. One
 * thread.
 */
final class FeatureWorkload implements AutoCloseable {
    private static final int TENANT = 1;
    private static final int MINOR_UNITS = 100;

    private final TransactionView transaction = new TransactionView();
    private final OutcomeView unknown = new OutcomeView();
    private final CardTraffic traffic;
    private final FeaturePlan plan;
    private final FeatureStore store;
    private final double[] vector;
    private long events;

    FeatureWorkload(FeatureSet features, CardTraffic traffic) {
        this.traffic = traffic;
        plan =
                FeaturePlan.compile(
                        features,
                        TENANT,
                        MINOR_UNITS,
                        new KeyHasher(new byte[KeyHasher.SECRET_LENGTH]));
        store = ChronicleFeatureStoreFactory.inMemory().create(plan.layouts());
        vector = new double[plan.size()];
    }

    /** Adds batches until at least so many events are in; tells of each event. */
    void load(long count, CardIndex cards) {
        while (events < count) {
            traffic.prepare();
            for (int i = 0; i < traffic.batchSize(); i++) {
                score(i);
                EntityPlan card = plan.entity(0);
                cards.seen(
                        traffic.card(i), card.key().high(), card.key().low(), card.values().count);
            }
        }
    }

    /** Encodes the next batch. */
    void prepare() {
        traffic.prepare();
    }

    /** Computes the batch's features; returns a value that depends on all of them. */
    long run() {
        long sum = 0;
        for (int i = 0; i < traffic.batchSize(); i++) {
            sum += score(i);
        }
        return sum;
    }

    /** The features of an event of the batch, as they are when it has been added. */
    double[] vector(int index) {
        score(index);
        return vector;
    }

    private long score(int index) {
        long watermarkNs = traffic.timeNs(index);
        long amountMinor = traffic.amountMinor(index);
        transaction.wrap(traffic.buffer(), traffic.offset(index));
        plan.locate(transaction);
        if (!plan.read(transaction, unknown, amountMinor) || !plan.find(store, watermarkNs)) {
            throw new IllegalStateException("event " + events + " was refused");
        }
        plan.add(store, watermarkNs);
        plan.evaluate(transaction, amountMinor, vector);
        events++;
        long sum = 0;
        for (double value : vector) {
            sum = 31 * sum + Double.doubleToRawLongBits(value);
        }
        return sum;
    }

    /** The cards. */
    EntityStore cards() {
        return store.entity(0);
    }

    /** Events added. */
    long events() {
        return events;
    }

    /** What is held now. */
    StateFootprint footprint() {
        StateFootprint footprint = new StateFootprint();
        for (int e = 0; e < store.entityTypes(); e++) {
            EntityStore entity = store.entity(e);
            EntityLayout layout = plan.layouts().get(e);
            footprint.add(layout, entity);
        }
        return footprint;
    }

    @Override
    public void close() {
        store.close();
    }
}
