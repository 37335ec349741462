package dev.peregrine.replay.lane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Payments and their money, by what is known of them. */
final class Tally {
    private final long[] counts = new long[KnownOutcome.values().length];
    private final long[] money = new long[KnownOutcome.values().length];

    /**
     * Adds payments, or takes them back.
     *
     * @param times 1 or -1
     */
    void add(KnownOutcome outcome, long amountMinor, int times) {
        counts[outcome.place()] += times;
        money[outcome.place()] += times * amountMinor;
    }

    long count(KnownOutcome outcome) {
        return counts[outcome.place()];
    }

    long money(KnownOutcome outcome) {
        return money[outcome.place()];
    }

    long count() {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    void add(Tally other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
            money[i] += other.money[i];
        }
    }

    /** Writes {@code count}, {@code amount_minor} and the same by outcome. */
    void write(ObjectNode json) {
        long all = 0;
        for (KnownOutcome outcome : KnownOutcome.values()) {
            all += money(outcome);
        }
        json.put("count", count());
        json.put("amount_minor", all);
        for (KnownOutcome outcome : KnownOutcome.values()) {
            ObjectNode of = json.putObject(outcome.externalName());
            of.put("count", count(outcome));
            of.put("amount_minor", money(outcome));
        }
    }

    static Tally read(JsonNode json) {
        Tally tally = new Tally();
        for (KnownOutcome outcome : KnownOutcome.values()) {
            JsonNode of = json.path(outcome.externalName());
            tally.counts[outcome.place()] = of.path("count").asLong();
            tally.money[outcome.place()] = of.path("amount_minor").asLong();
        }
        return tally;
    }
}
