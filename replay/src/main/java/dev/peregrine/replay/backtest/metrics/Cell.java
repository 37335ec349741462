package dev.peregrine.replay.backtest.metrics;

import dev.peregrine.replay.backtest.checkpoint.StateValues;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;

/** Transactions of one rank: how many, and their money in minor units. Filled by its owner. */
public final class Cell {
    long frauds;
    long goods;
    long unknown;
    double fraudMoney;
    double goodMoney;

    void add(Outcome outcome, long amountMinor) {
        switch (outcome) {
            case FRAUD -> {
                frauds++;
                fraudMoney += amountMinor;
            }
            case GOOD -> {
                goods++;
                goodMoney += amountMinor;
            }
            case UNKNOWN -> unknown++;
        }
    }

    void add(Cell other) {
        frauds += other.frauds;
        goods += other.goods;
        unknown += other.unknown;
        fraudMoney += other.fraudMoney;
        goodMoney += other.goodMoney;
    }

    void clear() {
        frauds = 0;
        goods = 0;
        unknown = 0;
        fraudMoney = 0;
        goodMoney = 0;
    }

    boolean isEmpty() {
        return frauds + goods + unknown == 0;
    }

    /** Frauds. */
    public long frauds() {
        return frauds;
    }

    /** Good transactions. */
    public long goods() {
        return goods;
    }

    /** Transactions without a known outcome. */
    public long unknown() {
        return unknown;
    }

    /** Money of the frauds, in minor units. */
    public double fraudMoney() {
        return fraudMoney;
    }

    /** Money of the good ones, in minor units. */
    public double goodMoney() {
        return goodMoney;
    }

    /** Puts what was counted into a checkpoint. */
    void save(StateSink sink) {
        sink.putLong(frauds);
        sink.putLong(goods);
        sink.putLong(unknown);
        StateValues.putDouble(sink, fraudMoney);
        StateValues.putDouble(sink, goodMoney);
    }

    /** Takes what {@link #save} put, in place of what was counted. */
    void load(StateSource source) {
        frauds = source.getLong();
        goods = source.getLong();
        unknown = source.getLong();
        fraudMoney = StateValues.getDouble(source);
        goodMoney = StateValues.getDouble(source);
    }
}
