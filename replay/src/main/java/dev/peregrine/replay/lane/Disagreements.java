package dev.peregrine.replay.lane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.replay.backtest.metrics.Hashes;
import dev.peregrine.replay.backtest.metrics.Interval;
import dev.peregrine.replay.backtest.metrics.PoissonSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a challenger's decisions differ from those that were made: counts and money, by rule, by
 * segment, and by what labels say. A payment whose label changes is taken back and added anew. One
 * thread.
 */
final class Disagreements {
    private static final List<Action> ACTIONS =
            List.of(Action.APPROVE, Action.CHALLENGE, Action.REVIEW, Action.DECLINE);
    private static final int CODES = Action.DECLINE.value() + 1;
    private static final int REPLICATES = 400;
    private static final int MAX_SEGMENTS = 500;
    private static final String OTHERS = "(others)";
    private static final long SEED = 0x5DEECE66DL;

    private final Tally[][] cells = new Tally[CODES][CODES];
    private final Map<String, Tally> championRules = new TreeMap<>();
    private final Map<String, Tally> challengerRules = new TreeMap<>();
    private final Map<String, Map<String, Segment>> segments = new TreeMap<>();

    /** Money of frauds that only the challenger stops, less that of those it lets pass. */
    private final double[] fraudMoney = new double[REPLICATES];

    private long notScored;

    /** A part of the payments. */
    private record Segment(Tally scored, Tally changed) {}

    Disagreements() {
        for (Tally[] row : cells) {
            for (int i = 0; i < CODES; i++) {
                row[i] = new Tally();
            }
        }
    }

    /** Counts a payment that the challenger could not be asked about. */
    void notScored(long payments) {
        notScored += payments;
    }

    /**
     * Adds a payment, or takes it back.
     *
     * @param times 1 or -1
     */
    void add(Judgement judgement, KnownOutcome outcome, int times) {
        long amount = judgement.amountMinor();
        cells[judgement.champion().value()][judgement.challenger().value()].add(
                outcome, amount, times);
        judgement
                .segments()
                .forEach(
                        (kind, value) -> {
                            Segment segment = segment(kind, value);
                            segment.scored().add(outcome, amount, times);
                            if (judgement.isChanged()) {
                                segment.changed().add(outcome, amount, times);
                            }
                        });
        if (!judgement.isChanged()) {
            return;
        }
        for (String rule : judgement.championRules()) {
            tally(championRules, rule).add(outcome, amount, times);
        }
        for (String rule : judgement.challengerRules()) {
            tally(challengerRules, rule).add(outcome, amount, times);
        }
        if (outcome == KnownOutcome.FRAUD) {
            addFraudMoney(judgement, times);
        }
    }

    private void addFraudMoney(Judgement judgement, int times) {
        int stops = Judgement.passes(judgement.challenger()) ? 0 : 1;
        int stopped = Judgement.passes(judgement.champion()) ? 0 : 1;
        if (stops == stopped) {
            return;
        }
        double money = (double) judgement.amountMinor() * (stops - stopped) * times;
        PoissonSource draws = new PoissonSource(Hashes.mix(judgement.sequence() ^ SEED));
        for (int i = 0; i < REPLICATES; i++) {
            fraudMoney[i] += money * draws.one();
        }
    }

    private Segment segment(String kind, String value) {
        Map<String, Segment> of = segments.computeIfAbsent(kind, k -> new TreeMap<>());
        String name = of.containsKey(value) || of.size() < MAX_SEGMENTS ? value : OTHERS;
        return of.computeIfAbsent(name, n -> new Segment(new Tally(), new Tally()));
    }

    private static Tally tally(Map<String, Tally> of, String name) {
        return of.computeIfAbsent(name, n -> new Tally());
    }

    /** Payments that the challenger was asked about. */
    long scored() {
        return sum(true).count();
    }

    /** Payments on which the decisions differ. */
    long changed() {
        return sum(false).count();
    }

    /** Payments that the challenger could not be asked about. */
    long notScored() {
        return notScored;
    }

    private Tally sum(boolean withEqual) {
        Tally sum = new Tally();
        for (int a = 0; a < CODES; a++) {
            for (int b = 0; b < CODES; b++) {
                if (withEqual || a != b) {
                    sum.add(cells[a][b]);
                }
            }
        }
        return sum;
    }

    /**
     * Payments of an outcome by who stops them.
     *
     * @param championStops whether what was decided is anything but an approval
     * @param challengerStops the same of the challenger
     */
    Tally stopped(boolean championStops, boolean challengerStops) {
        Tally sum = new Tally();
        for (Action a : ACTIONS) {
            for (Action b : ACTIONS) {
                if (Judgement.passes(a) != championStops
                        && Judgement.passes(b) != challengerStops) {
                    sum.add(cells[a.value()][b.value()]);
                }
            }
        }
        return sum;
    }

    /**
     * 95 % interval of the money of frauds that only the challenger stops, less that of those that
     * only the deciding policy stops, in minor units: a Poisson bootstrap, payment by payment.
     */
    Interval fraudMoney() {
        return Interval.of(fraudMoney);
    }

    /** Writes everything, so that {@link #read} finds it again. */
    void write(ObjectNode json) {
        json.put("scored", scored());
        json.put("not_scored", notScored);
        sum(false).write(json.putObject("changed"));
        ArrayNode decisions = json.putArray("decisions");
        for (Action a : ACTIONS) {
            for (Action b : ACTIONS) {
                if (cells[a.value()][b.value()].count() > 0) {
                    ObjectNode cell = decisions.addObject();
                    cell.put("champion", name(a)).put("challenger", name(b));
                    cells[a.value()][b.value()].write(cell);
                }
            }
        }
        write(championRules, json.putArray("rules_champion_only"));
        write(challengerRules, json.putArray("rules_challenger_only"));
        ObjectNode parts = json.putObject("segments");
        segments.forEach(
                (kind, of) -> {
                    ArrayNode list = parts.putArray(kind);
                    of.forEach(
                            (value, segment) -> {
                                ObjectNode node = list.addObject().put("value", value);
                                segment.scored().write(node.putObject("scored"));
                                segment.changed().write(node.putObject("changed"));
                            });
                });
    }

    /** Writes what is for {@link #read} alone. */
    void writeReplicates(ArrayNode json) {
        for (double value : fraudMoney) {
            json.add(value);
        }
    }

    static Disagreements read(JsonNode json, JsonNode replicates) {
        Disagreements read = new Disagreements();
        read.notScored = json.path("not_scored").asLong();
        for (JsonNode cell : json.path("decisions")) {
            Action champion = action(cell.path("champion").asText());
            Action challenger = action(cell.path("challenger").asText());
            read.cells[champion.value()][challenger.value()] = Tally.read(cell);
        }
        read(json.path("rules_champion_only"), read.championRules);
        read(json.path("rules_challenger_only"), read.challengerRules);
        json.path("segments")
                .properties()
                .forEach(
                        kind ->
                                kind.getValue()
                                        .forEach(
                                                node ->
                                                        read.segments
                                                                .computeIfAbsent(
                                                                        kind.getKey(),
                                                                        k -> new TreeMap<>())
                                                                .put(
                                                                        node.path("value").asText(),
                                                                        segment(node))));
        for (int i = 0; i < REPLICATES; i++) {
            read.fraudMoney[i] = replicates.path(i).asDouble();
        }
        return read;
    }

    private static Segment segment(JsonNode node) {
        return new Segment(Tally.read(node.path("scored")), Tally.read(node.path("changed")));
    }

    private static void write(Map<String, Tally> rules, ArrayNode json) {
        rules.forEach((rule, tally) -> tally.write(json.addObject().put("rule", rule)));
    }

    private static void read(JsonNode json, Map<String, Tally> rules) {
        json.forEach(node -> rules.put(node.path("rule").asText(), Tally.read(node)));
    }

    static String name(Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }

    static Action action(String name) {
        return Action.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
