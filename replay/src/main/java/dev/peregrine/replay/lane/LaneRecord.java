package dev.peregrine.replay.lane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.Rule;
import dev.peregrine.policy.model.ModelInput;
import dev.peregrine.replay.backtest.metrics.SegmentKind;
import dev.peregrine.scoring.engine.BitVector;
import dev.peregrine.scoring.model.Explanation;
import dev.peregrine.scoring.shadow.ShadowPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The side lane's record of a decision, as JSON. */
final class LaneRecord {
    private static final String OUTCOME = "outcome";
    private static final String LABEL_TIME = "label_time_ns";
    private static final String RULES = "rules_fired";

    private final ObjectNode json;

    LaneRecord(ObjectNode json) {
        this.json = json;
    }

    static LaneRecord of(LaneDecision decision, long amountMinor) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("sequence", decision.sequence());
        json.put("policy_hash", decision.policy().hash().hex());
        json.put("action", Disagreements.name(decision.action()));
        json.put("score", decision.score());
        json.put("amount_base_minor", amountMinor);
        putRules(json, decision.rulesFired(), decision.policy());
        ObjectNode segments = json.putObject("segments");
        var fields = decision.transaction().fields();
        put(segments, SegmentKind.MERCHANT_CATEGORY, fields.merchantCategory());
        put(segments, SegmentKind.CHANNEL, fields.channelRaw());
        int country =
                (fields.merchantCountry(0) & 0xFF) | ((fields.merchantCountry(1) & 0xFF) << 8);
        put(segments, SegmentKind.MERCHANT_COUNTRY, country);
        return new LaneRecord(json);
    }

    private static void put(ObjectNode json, SegmentKind kind, int value) {
        json.put(kind.name().toLowerCase(Locale.ROOT), kind.nameOf(value));
    }

    ObjectNode json() {
        return json;
    }

    long sequence() {
        return json.path("sequence").asLong();
    }

    String policyHash() {
        return json.path("policy_hash").asText();
    }

    void model(String id, double margin, int score) {
        json.putObject("model").put("id", id).put("margin", margin).put("score", score);
    }

    void explanation(Explanation explanation) {
        ObjectNode node = json.putObject("explanation");
        node.put("method", explanation.method());
        node.put("base", explanation.base());
        node.put("margin", explanation.margin());
        ArrayNode list = node.putArray("contributions");
        explanation.contributions().stream()
                .sorted(Comparator.comparingDouble(c -> -Math.abs(c.amount())))
                .forEach(c -> contribution(list.addObject(), c));
    }

    private static void contribution(ObjectNode node, Explanation.Contribution contribution) {
        ModelInput input = contribution.input();
        node.put("input", input.name());
        if (input.feature() != null) {
            node.put("feature", input.feature());
        }
        if (Double.isFinite(contribution.value())) {
            node.put("value", contribution.value());
        } else {
            node.putNull("value");
        }
        node.put("contribution", contribution.amount());
    }

    void challenger(String name, ShadowPolicy policy) {
        ObjectNode node = json.withArray("challengers").addObject();
        node.put("name", name);
        node.put("policy", policy.bundle().name());
        node.put("version", policy.bundle().version());
        node.put("action", Disagreements.name(policy.action()));
        node.put("score", policy.score());
        if (!Double.isNaN(policy.margin())) {
            node.put("margin", policy.margin());
        }
        putRules(node, policy.rulesFired(), policy.bundle());
    }

    void shadowScore(String name, double score) {
        json.withObject("/shadow_scores").put(name, score);
    }

    private static void putRules(ObjectNode node, BitVector fired, PolicyBundle policy) {
        ArrayNode list = node.putArray(RULES);
        List<Rule> rules = policy.rules();
        for (int i = fired.next(0); i >= 0 && i < rules.size(); i = fired.next(i + 1)) {
            list.add(rules.get(i).id());
        }
    }

    KnownOutcome outcome() {
        return KnownOutcome.valueOf(json.path(OUTCOME).asText(KnownOutcome.UNKNOWN.name()));
    }

    /** Whether a label of that time is older than the one in force. */
    boolean isSuperseded(long labelTimeNs) {
        return json.has(LABEL_TIME) && labelTimeNs < json.path(LABEL_TIME).asLong();
    }

    void label(KnownOutcome outcome, long labelTimeNs) {
        json.put(OUTCOME, outcome.name());
        json.put(LABEL_TIME, labelTimeNs);
    }

    /** What the challengers said, by their names. */
    Map<String, Judgement> judgements() {
        List<String> fired = texts(json.path(RULES));
        Map<String, String> segments = new HashMap<>();
        json.path("segments")
                .properties()
                .forEach(e -> segments.put(e.getKey(), e.getValue().asText()));
        Map<String, Judgement> judgements = new HashMap<>();
        for (JsonNode challenger : json.path("challengers")) {
            List<String> championOnly = new ArrayList<>(fired);
            List<String> challengerOnly = texts(challenger.path(RULES));
            championOnly.removeAll(challengerOnly);
            challengerOnly.removeAll(fired);
            judgements.put(
                    challenger.path("name").asText(),
                    new Judgement(
                            sequence(),
                            Disagreements.action(json.path("action").asText()),
                            Disagreements.action(challenger.path("action").asText()),
                            json.path("amount_base_minor").asLong(),
                            championOnly,
                            challengerOnly,
                            segments));
        }
        return judgements;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }
}
