package dev.peregrine.scoring.model;

import dev.peregrine.protocol.EventKeys;
import dev.peregrine.protocol.codec.TransactionDecoder;
import dev.peregrine.state.StateHash;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The models of a policy that learn online, in order of their ids. What they have learned is part
 * of the engine's state: it is a function of the events. One thread; allocates nothing per event.
 */
public final class Learners implements AutoCloseable {
    private final ModelEntry[] entries;

    Learners(ModelEntry[] all) {
        entries =
                Arrays.stream(all)
                        .filter(ModelEntry::learns)
                        .sorted(Comparator.comparing(entry -> entry.spec.id()))
                        .toArray(ModelEntry[]::new);
    }

    /** True when no model learns. */
    public boolean isEmpty() {
        return entries.length == 0;
    }

    /**
     * Takes over from the policy before what models have learned that are in both, made of the same
     * files; frees the rest.
     */
    public void succeed(Learners before) {
        for (ModelEntry old : before.entries) {
            boolean kept = false;
            for (ModelEntry entry : entries) {
                if (entry.spec.equals(old.spec)) {
                    entry.succeed(old);
                    kept = true;
                }
            }
            if (!kept) {
                old.learner().close();
            }
        }
    }

    /**
     * The payment evaluated last waits until it is learned from. Whether it is chosen, if it proves
     * legitimate, follows from its time and amount alone, without the node's secret: the same on
     * every node and in a backtest.
     *
     * @param key tells the payment from others
     * @param ingressTimeNs greatest ingress time so far, epoch nanoseconds
     */
    public void await(long key, TransactionDecoder payment, long ingressTimeNs) {
        if (entries.length == 0) {
            return;
        }
        long draw = EventKeys.mix(EventKeys.mix(payment.eventTimeNs()) ^ payment.amountMinor());
        for (ModelEntry entry : entries) {
            entry.learner().await(key, draw, ingressTimeNs, entry.lastRow());
        }
    }

    /** Learns from payments whose time to wait is over. */
    public void mature(long watermarkNs) {
        for (ModelEntry entry : entries) {
            entry.learner().mature(watermarkNs);
        }
    }

    /**
     * Learns what a payment was.
     *
     * @param key as for {@link #await}
     */
    public void label(long key, boolean fraud) {
        for (ModelEntry entry : entries) {
            entry.learner().label(key, fraud);
        }
    }

    /** Shows a visitor every learner. */
    public void visit(int tenantId, LearnerView.Visitor visitor) {
        for (ModelEntry entry : entries) {
            visitor.onLearner(tenantId, entry.learner());
        }
    }

    /** Saves what was learned, and what waits. A policy without learners saves nothing. */
    public void save(StateSink sink) {
        for (ModelEntry entry : entries) {
            entry.learner().save(sink);
        }
    }

    /**
     * Loads what was saved under the same policy; these must be new.
     *
     * @throws dev.peregrine.state.StateMismatchException when it does not fit
     */
    public void load(StateSource source) {
        for (ModelEntry entry : entries) {
            entry.learner().load(source);
        }
    }

    /** Adds what was learned, and what waits, to a hash. */
    public void hash(int tenantId, StateHash hash) {
        for (ModelEntry entry : entries) {
            long owner = ((long) tenantId << Integer.SIZE) | (entry.spec.id().hashCode() >>> 1);
            entry.learner().hash(owner, hash);
        }
    }

    @Override
    public void close() {
        for (ModelEntry entry : entries) {
            entry.learner().close();
        }
    }
}
