package dev.peregrine.gateway.standin;

import dev.peregrine.gateway.json.StandInDecision;
import java.util.ArrayList;
import java.util.List;

/**
 * A stand-in in the spool: first on its way to the disk, then pending until the engine has heard of
 * it, then settled. Thread-safe.
 */
public final class StandInEntry {
    /** Hears once how the way to the disk ended, on the spool's thread or the caller's. */
    public interface Waiter {
        /** The stand-in is on the disk: it may be told. */
        void onKept(StandInEntry entry);

        /** It is not kept, and must not be told. */
        void onNotKept(String reason);
    }

    private enum State {
        ON_ITS_WAY,
        KEPT,
        NOT_KEPT
    }

    private final StandInDecision decision;
    private final long contentHash;
    private final long timeNs;
    private final long amountMinor;
    private final int currency;
    private State state = State.ON_ITS_WAY;
    private String reason = "";
    private List<Waiter> waiters = new ArrayList<>(1);
    private long serial;
    private volatile SpoolPlace place;
    private volatile Settlement settlement;
    private volatile SpoolPlace settledPlace;

    StandInEntry(StandInDecision decision, PaymentFacts facts, long contentHash, long timeNs) {
        this.decision = decision;
        this.contentHash = contentHash;
        this.timeNs = timeNs;
        this.amountMinor = facts.amountMinor();
        this.currency = facts.currency();
    }

    /** What was told. */
    public StandInDecision decision() {
        return decision;
    }

    /** Whether a payment is the one that it was told on, to the last field. */
    public boolean isAbout(byte[] event) {
        return PaymentFacts.contentHash(event) == contentHash;
    }

    /** Whether the engine has decided the payment. */
    public boolean isSuperseded() {
        return settlement == Settlement.SUPERSEDED;
    }

    /** Calls a waiter when the stand-in is on the disk, which may be at once. */
    public void await(Waiter waiter) {
        State now;
        synchronized (this) {
            now = state;
            if (now == State.ON_ITS_WAY) {
                waiters.add(waiter);
            }
        }
        if (now != State.ON_ITS_WAY) {
            tell(waiter, now);
        }
    }

    SpoolKey key() {
        return new SpoolKey(decision.tenantId(), decision.eventId());
    }

    /** When it was given, nanoseconds since 1970. */
    long timeNs() {
        return timeNs;
    }

    long amountMinor() {
        return amountMinor;
    }

    int currency() {
        return currency;
    }

    /** Where its record is; null before it is kept. */
    SpoolPlace place() {
        return place;
    }

    /** Null while it is pending. */
    Settlement settlement() {
        return settlement;
    }

    /** Where the record of its settlement is; null before there is one. */
    SpoolPlace settledPlace() {
        return settledPlace;
    }

    /** Its number among all that are kept; known when it is placed. */
    long serial() {
        return serial;
    }

    /** Its record is on the disk. */
    void placed(SpoolPlace where, long number) {
        serial = number;
        place = where;
        where.segment().added(this);
    }

    /** Tells those who wait; after {@link #placed}. */
    void kept() {
        end(State.KEPT, "");
    }

    void notKept(String why) {
        end(State.NOT_KEPT, why);
    }

    void settled(Settlement how, long whenNs, SpoolPlace where) {
        if (settlement != null) {
            return;
        }
        settledPlace = where;
        settlement = how;
        place.segment().settled(whenNs);
    }

    private void end(State newState, String why) {
        List<Waiter> told;
        synchronized (this) {
            state = newState;
            reason = why;
            told = waiters;
            waiters = List.of();
        }
        told.forEach(waiter -> tell(waiter, newState));
    }

    private void tell(Waiter waiter, State end) {
        if (end == State.KEPT) {
            waiter.onKept(this);
        } else {
            waiter.onNotKept(reason);
        }
    }
}
