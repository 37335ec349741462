package dev.peregrine.latency.demo;

import dev.peregrine.latency.embedded.LiveTraffic;
import dev.peregrine.latency.simulator.FraudType;
import dev.peregrine.latency.simulator.SimulatedEvent;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.EventRejectedDecoder;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Decisions beside the truth: counts and money by fraud type and action. Written by the sending
 * thread, read by any.
 */
final class Scoreboard implements LiveTraffic.DecisionObserver {
    private static final int ACTIONS = 5;
    private static final int IN_FLIGHT = 1 << 18;
    private static final FraudType[] TYPES = FraudType.values();

    private final byte[] truths = new byte[IN_FLIGHT];
    private final long[] amounts = new long[IN_FLIGHT];
    private final AtomicLongArray counts = new AtomicLongArray(TYPES.length * ACTIONS);
    private final AtomicLongArray money = new AtomicLongArray(TYPES.length * ACTIONS);
    private final AtomicLong refused = new AtomicLong();
    private volatile String refusal = "";

    @Override
    public void onTransaction(long number, SimulatedEvent event) {
        int slot = (int) (number & (IN_FLIGHT - 1));
        truths[slot] = (byte) event.transaction.truth.index();
        amounts[slot] = event.transaction.amountMinor;
    }

    @Override
    public void onDecision(long number, DecisionBodyDecoder body) {
        int slot = (int) (number & (IN_FLIGHT - 1));
        int cell = truths[slot] * ACTIONS + body.action().value();
        counts.lazySet(cell, counts.get(cell) + 1);
        money.lazySet(cell, money.get(cell) + amounts[slot]);
    }

    @Override
    public void onRefused(long number, EventRejectedDecoder rejected) {
        refusal = rejected.code().name();
        refused.incrementAndGet();
    }

    /** Transactions that were refused instead of decided. */
    long refused() {
        return refused.get();
    }

    /** Why the latest was refused. */
    String refusal() {
        return refusal;
    }

    /** Decisions of an action. */
    long count(Action action) {
        long sum = 0;
        for (FraudType type : TYPES) {
            sum += count(type, action);
        }
        return sum;
    }

    /** Decisions of an action on transactions of a type. */
    long count(FraudType type, Action action) {
        return counts.get(type.index() * ACTIONS + action.value());
    }

    /** Decisions on transactions of a type. */
    long count(FraudType type) {
        return sum(counts, type);
    }

    /** Decisions on a type with an action other than approve. */
    long caught(FraudType type) {
        return count(type) - count(type, Action.APPROVE);
    }

    /** Minor units of the transactions of a type with an action. */
    long money(FraudType type, Action action) {
        return money.get(type.index() * ACTIONS + action.value());
    }

    /** Minor units of the transactions of a type. */
    long money(FraudType type) {
        return sum(money, type);
    }

    /** All decisions. */
    long decisions() {
        long sum = 0;
        for (FraudType type : TYPES) {
            sum += count(type);
        }
        return sum;
    }

    /** Fraudulent transactions. */
    long fraud() {
        return decisions() - count(FraudType.NONE);
    }

    /** Fraudulent transactions with an action other than approve. */
    long fraudCaught() {
        long sum = 0;
        for (FraudType type : TYPES) {
            sum += type.isFraud() ? caught(type) : 0;
        }
        return sum;
    }

    private static long sum(AtomicLongArray cells, FraudType type) {
        long sum = 0;
        for (int action = 0; action < ACTIONS; action++) {
            sum += cells.get(type.index() * ACTIONS + action);
        }
        return sum;
    }
}
