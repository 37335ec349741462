package dev.peregrine.replay.lane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.policy.Challenger;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.replay.backtest.metrics.Interval;
import dev.peregrine.scoring.engine.BaseAmounts;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the side lane has counted, of each tenant's policies and their challengers, and up to where;
 * kept with the records that it counts. One thread.
 */
final class LaneSummary {
    /** Policies of a tenant that are remembered; the oldest goes. */
    private static final int MAX_POLICIES = 8;

    private final Map<Integer, Map<String, Policy>> tenants = new LinkedHashMap<>();
    private final BaseAmounts amounts = new BaseAmounts();
    private long sequence;
    private long dropped;

    /** A deciding policy and its challengers. */
    private static final class Policy {
        private final ObjectNode head;
        private final Map<String, ObjectNode> heads = new LinkedHashMap<>();
        private final Map<String, Disagreements> challengers = new LinkedHashMap<>();

        Policy(ObjectNode head) {
            this.head = head;
        }
    }

    /** Sequence of the last event that is counted. */
    long sequence() {
        return sequence;
    }

    void sequence(long last) {
        sequence = last;
    }

    /** Amounts in the base currency, by the rates so far. */
    BaseAmounts amounts() {
        return amounts;
    }

    /** Decisions that were not looked at because the lane had fallen behind. */
    long dropped() {
        return dropped;
    }

    void addDropped() {
        dropped++;
    }

    /** The table of a challenger of a policy. */
    Disagreements of(int tenantId, PolicyBundle policy, Challenger challenger) {
        Policy of = policy(tenantId, policy);
        of.heads.computeIfAbsent(challenger.name(), name -> head(challenger));
        return of.challengers.computeIfAbsent(challenger.name(), n -> new Disagreements());
    }

    /** The tables of a policy by its hash, as far as they are still there. */
    Map<String, Disagreements> of(int tenantId, String policyHash) {
        Policy of = tenants.getOrDefault(tenantId, Map.of()).get(policyHash);
        return of == null ? Map.of() : of.challengers;
    }

    private Policy policy(int tenantId, PolicyBundle policy) {
        Map<String, Policy> policies =
                tenants.computeIfAbsent(tenantId, id -> new LinkedHashMap<>());
        String hash = policy.hash().hex();
        if (!policies.containsKey(hash) && policies.size() == MAX_POLICIES) {
            Iterator<String> oldest = policies.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return policies.computeIfAbsent(
                hash,
                h ->
                        new Policy(
                                node().put("policy", policy.name())
                                        .put("version", policy.version())
                                        .put("policy_hash", h)
                                        .put("base_currency", policy.baseCurrency())));
    }

    private static ObjectNode head(Challenger challenger) {
        return node().put("name", challenger.name())
                .put("kind", challenger.kind().name().toLowerCase(Locale.ROOT))
                .put("policy", challenger.policy().name())
                .put("version", challenger.policy().version());
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** All of it, so that {@link #read} finds it again. */
    ObjectNode write() {
        ObjectNode json = node();
        json.put("sequence", sequence);
        json.put("dropped", dropped);
        ArrayNode rates = json.putArray("rates");
        amounts.save(
                new StateSink() {
                    @Override
                    public void putLong(long value) {
                        rates.add(value);
                    }

                    @Override
                    public void putBytes(long address, long length) {
                        throw new UnsupportedOperationException();
                    }
                });
        ObjectNode byTenant = json.putObject("tenants");
        for (int tenantId : tenants.keySet()) {
            byTenant.set(Integer.toString(tenantId), policies(tenantId, true));
        }
        return json;
    }

    /**
     * A tenant's policies with their challengers, the latest first, and what to do with them.
     *
     * @param tenantId owner
     */
    ArrayNode report(int tenantId) {
        return policies(tenantId, false);
    }

    private ArrayNode policies(int tenantId, boolean all) {
        List<ObjectNode> list = new ArrayList<>();
        tenants.getOrDefault(tenantId, Map.of())
                .forEach((hash, policy) -> list.add(0, policy(policy, all)));
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        return array.addAll(list);
    }

    private static ObjectNode policy(Policy policy, boolean all) {
        ObjectNode json = policy.head.deepCopy();
        ArrayNode list = json.putArray("challengers");
        policy.challengers.forEach(
                (name, disagreements) -> {
                    ObjectNode node = policy.heads.get(name).deepCopy();
                    disagreements.write(node);
                    if (all) {
                        disagreements.writeReplicates(node.putArray("replicates"));
                    } else {
                        conclude(node, disagreements, policy.challengers.size());
                    }
                    list.add(node);
                });
        return json;
    }

    private static void conclude(ObjectNode node, Disagreements of, int challengers) {
        of.stopped(false, true).write(node.putObject("challenger_stops_only"));
        of.stopped(true, false).write(node.putObject("champion_stops_only"));
        Interval money = of.fraudMoney();
        node.putObject("fraud_money_minor")
                .put(
                        "difference",
                        of.stopped(false, true).money(KnownOutcome.FRAUD)
                                - of.stopped(true, false).money(KnownOutcome.FRAUD))
                .put("low", Math.round(money.low()))
                .put("high", Math.round(money.high()));
        Recommendation recommendation = Recommendation.of(of, challengers);
        node.putObject("recommendation")
                .put("verdict", recommendation.verdict().externalName())
                .put("confidence", recommendation.confidence())
                .put("p_value", recommendation.pValue())
                .put("test", "mcnemar_exact")
                .put("why", recommendation.why());
    }

    static LaneSummary read(JsonNode json) {
        LaneSummary summary = new LaneSummary();
        summary.sequence = json.path("sequence").asLong();
        summary.dropped = json.path("dropped").asLong();
        Iterator<JsonNode> rates = json.path("rates").elements();
        summary.amounts.load(
                new StateSource() {
                    @Override
                    public long getLong() {
                        return rates.next().asLong();
                    }

                    @Override
                    public void getBytes(long address, long length) {
                        throw new UnsupportedOperationException();
                    }
                });
        json.path("tenants")
                .properties()
                .forEach(
                        tenant ->
                                summary.read(Integer.parseInt(tenant.getKey()), tenant.getValue()));
        return summary;
    }

    private void read(int tenantId, JsonNode policies) {
        Map<String, Policy> into = tenants.computeIfAbsent(tenantId, id -> new LinkedHashMap<>());
        for (int i = policies.size() - 1; i >= 0; i--) {
            ObjectNode head = ((ObjectNode) policies.get(i)).deepCopy();
            Policy policy = new Policy(head);
            for (JsonNode challenger : head.remove("challengers")) {
                String name = challenger.path("name").asText();
                policy.challengers.put(
                        name, Disagreements.read(challenger, challenger.path("replicates")));
                policy.heads.put(
                        name,
                        ((ObjectNode) challenger)
                                .deepCopy()
                                .retain("name", "kind", "policy", "version"));
            }
            into.put(head.path("policy_hash").asText(), policy);
        }
    }
}
