package dev.peregrine.replay.backtest.metrics;

import dev.peregrine.policy.Rule;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.replay.backtest.checkpoint.StateValues;
import dev.peregrine.scoring.engine.BitVector;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two policies over the same transactions: which decisions differ, with their money and what became
 * of them, and which rules fired under one only. One thread.
 */
public final class Comparison {
    private static final int CODES = Action.DECLINE.value() + 1;
    private static final int OUTCOMES = Outcome.values().length;
    private static final int ABSENT = -1;

    private final int amountScale;
    private final long[][][] counts = new long[CODES][CODES][OUTCOMES];
    private final AmountTotal[][][] amounts = new AmountTotal[CODES][CODES][OUTCOMES];
    private final List<String> ruleIds = new ArrayList<>();
    private final int[] firstRules;
    private final int[] secondRules;
    private final long[][] onlyFirst;
    private final long[][] onlySecond;
    private final long[] both;

    /**
     * A rule under both policies, matched by its id.
     *
     * @param id the rule's
     * @param inFirst whether the first policy has it
     * @param inSecond whether the second policy has it
     * @param both transactions on which it fired under both
     * @param fraudsOnlyFirst frauds on which it fired under the first only
     * @param goodsOnlyFirst good ones on which it fired under the first only
     * @param unknownOnlyFirst those of unknown outcome on which it fired under the first only
     * @param fraudsOnlySecond frauds on which it fired under the second only
     * @param goodsOnlySecond good ones on which it fired under the second only
     * @param unknownOnlySecond those of unknown outcome on which it fired under the second only
     */
    public record RuleChange(
            String id,
            boolean inFirst,
            boolean inSecond,
            long both,
            long fraudsOnlyFirst,
            long goodsOnlyFirst,
            long unknownOnlyFirst,
            long fraudsOnlySecond,
            long goodsOnlySecond,
            long unknownOnlySecond) {}

    public Comparison(List<Rule> first, List<Rule> second, int amountScale) {
        this.amountScale = amountScale;
        Map<String, Integer> firstPlaces = places(first);
        Map<String, Integer> secondPlaces = places(second);
        ruleIds.addAll(firstPlaces.keySet());
        secondPlaces.keySet().stream()
                .filter(id -> !firstPlaces.containsKey(id))
                .forEach(ruleIds::add);
        firstRules = new int[ruleIds.size()];
        secondRules = new int[ruleIds.size()];
        for (int i = 0; i < ruleIds.size(); i++) {
            firstRules[i] = firstPlaces.getOrDefault(ruleIds.get(i), ABSENT);
            secondRules[i] = secondPlaces.getOrDefault(ruleIds.get(i), ABSENT);
        }
        onlyFirst = new long[ruleIds.size()][OUTCOMES];
        onlySecond = new long[ruleIds.size()][OUTCOMES];
        both = new long[ruleIds.size()];
        for (AmountTotal[][] row : amounts) {
            for (AmountTotal[] cell : row) {
                for (int o = 0; o < OUTCOMES; o++) {
                    cell[o] = new AmountTotal();
                }
            }
        }
    }

    /** Adds a transaction that both have decided. */
    public void add(
            Action first,
            BitVector firstFired,
            Action second,
            BitVector secondFired,
            Outcome outcome,
            long amountMinor) {
        counts[first.value()][second.value()][outcome.code()]++;
        amounts[first.value()][second.value()][outcome.code()].add(amountMinor);
        if (firstFired.next(0) < 0 && secondFired.next(0) < 0) {
            return;
        }
        for (int i = 0; i < both.length; i++) {
            boolean inFirst = firstRules[i] != ABSENT && firstFired.get(firstRules[i]);
            boolean inSecond = secondRules[i] != ABSENT && secondFired.get(secondRules[i]);
            if (inFirst && inSecond) {
                both[i]++;
            } else if (inFirst) {
                onlyFirst[i][outcome.code()]++;
            } else if (inSecond) {
                onlySecond[i][outcome.code()]++;
            }
        }
    }

    /** Transactions by what each policy decided and what became of them. */
    public long count(Action first, Action second, Outcome outcome) {
        return counts[first.value()][second.value()][outcome.code()];
    }

    /** Their money, in major units. */
    public BigDecimal amount(Action first, Action second, Outcome outcome) {
        return amounts[first.value()][second.value()][outcome.code()].major(amountScale);
    }

    /** Transactions of that outcome that are decided otherwise. */
    public long changed(Outcome outcome) {
        long sum = 0;
        for (int a = 0; a < CODES; a++) {
            for (int b = 0; b < CODES; b++) {
                sum += a == b ? 0 : counts[a][b][outcome.code()];
            }
        }
        return sum;
    }

    /** The rules of both, those of the first policy first. */
    public List<RuleChange> rules() {
        List<RuleChange> changes = new ArrayList<>();
        for (int i = 0; i < both.length; i++) {
            changes.add(
                    new RuleChange(
                            ruleIds.get(i),
                            firstRules[i] != ABSENT,
                            secondRules[i] != ABSENT,
                            both[i],
                            onlyFirst[i][Outcome.FRAUD.code()],
                            onlyFirst[i][Outcome.GOOD.code()],
                            onlyFirst[i][Outcome.UNKNOWN.code()],
                            onlySecond[i][Outcome.FRAUD.code()],
                            onlySecond[i][Outcome.GOOD.code()],
                            onlySecond[i][Outcome.UNKNOWN.code()]));
        }
        return changes;
    }

    /**
     * The metrics that a gate can go by: those of the second policy under their names, those of the
     * first as {@code a.NAME}, second minus first as {@code delta.NAME}, and the share of decisions
     * that differ.
     */
    public Map<String, Double> metrics(MetricSheet first, MetricSheet second) {
        Map<String, Double> metrics = new LinkedHashMap<>(second.values());
        first.values().forEach((name, value) -> metrics.put("a." + name, value));
        second.values()
                .forEach(
                        (name, value) ->
                                metrics.put("delta." + name, value - first.values().get(name)));
        double changed = 0;
        for (Outcome outcome : Outcome.values()) {
            changed += changed(outcome);
        }
        metrics.put("changed_rate", changed / second.values().get("transactions"));
        return metrics;
    }

    /** Puts what was counted into a checkpoint. */
    public void save(StateSink sink) {
        for (int a = 0; a < CODES; a++) {
            for (int b = 0; b < CODES; b++) {
                StateValues.putLongs(sink, counts[a][b]);
                AmountTotal.save(amounts[a][b], sink);
            }
        }
        for (int i = 0; i < both.length; i++) {
            StateValues.putLongs(sink, onlyFirst[i]);
            StateValues.putLongs(sink, onlySecond[i]);
        }
        StateValues.putLongs(sink, both);
    }

    /** Takes what {@link #save} put, in place of what was counted. */
    public void load(StateSource source) {
        for (int a = 0; a < CODES; a++) {
            for (int b = 0; b < CODES; b++) {
                StateValues.getLongs(source, counts[a][b]);
                AmountTotal.load(amounts[a][b], source);
            }
        }
        for (int i = 0; i < both.length; i++) {
            StateValues.getLongs(source, onlyFirst[i]);
            StateValues.getLongs(source, onlySecond[i]);
        }
        StateValues.getLongs(source, both);
    }

    private static Map<String, Integer> places(List<Rule> rules) {
        Map<String, Integer> places = new LinkedHashMap<>();
        for (int i = 0; i < rules.size(); i++) {
            places.put(rules.get(i).id(), i);
        }
        return places;
    }
}
