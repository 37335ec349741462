package dev.peregrine.node.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.policy.FieldNames;
import dev.peregrine.state.history.HistoryFootprint;

/** {@code policy explain --json}: bytes are whole numbers, spans are in nanoseconds. */
final class PolicyExplainJson {
    private final PolicyCosts costs;
    private final FieldNames names;

    PolicyExplainJson(PolicyCosts costs) {
        this.costs = costs;
        names = new FieldNames(costs.bundle().attributes());
    }

    /**
     * @param rate events a second in all; null when not given
     */
    String of(Long rate) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("policy", costs.bundle().name());
        root.put("version", costs.bundle().version());
        root.put("hash", costs.bundle().hash().hex());
        root.put("lateness_ns", costs.bundle().features().latenessNs());
        ArrayNode entities = root.putArray("entities");
        costs.entities().forEach(entity -> entity(entities.addObject(), entity, rate));
        ArrayNode features = root.putArray("features");
        costs.features().forEach(feature -> feature(features.addObject(), feature));
        new ParameterExplain(costs.bundle()).write(root.putArray("parameters"));
        new ModelExplain(costs.bundle()).write(root.putArray("models"));
        new ChallengerCosts(costs.bundle()).write(root);
        ArrayNode unused = root.putArray("unused_entities");
        costs.unused().forEach(unused::add);
        ObjectNode total = root.putObject("total");
        total.put("header_bytes", costs.headerBytes());
        if (rate != null) {
            total.put("rate", rate);
            total.put("history_bytes", costs.historyBytes(rate));
            total.put("greatest_history_bytes", costs.greatestHistoryBytes(rate));
            total.put("bytes", costs.headerBytes() + costs.historyBytes(rate));
            total.put("greatest_bytes", costs.headerBytes() + costs.greatestHistoryBytes(rate));
        }
        try {
            return new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void entity(ObjectNode node, EntityCost entity, Long rate) {
        HistoryFootprint history = entity.footprint().history();
        node.put("name", entity.layout().name());
        ArrayNode key = node.putArray("key");
        entity.legend().entity().key().forEach(part -> key.add(names.of(part)));
        node.put("capacity", entity.layout().capacity());
        node.put("max_events", entity.layout().maxEvents());
        node.put("ttl_ns", entity.layout().ttlNs());
        node.put("retention_ns", entity.layout().retentionNs());
        node.put("record_bytes", history.recordBytes());
        node.put("header_bytes", entity.footprint().headerBytes());
        node.put("header_bytes_at_capacity", entity.footprint().headerBytesAtCapacity());
        node.put("event_bytes", history.eventBytes());
        ArrayNode tables = node.putArray("value_tables");
        for (HistoryFootprint.Values values : history.values()) {
            tables.addObject()
                    .put("value_bytes", values.entryBytes())
                    .put("windows", values.windows())
                    .put("max_distinct", values.maxValues());
        }
        if (rate != null) {
            long events = entity.eventsKept(rate);
            node.put("events_kept", events);
            node.put("history_bytes", entity.historyBytes(events));
            node.put("greatest_history_bytes", entity.greatestHistoryBytes(events));
            node.put("greatest_value_bytes", entity.greatestValueBytes(events));
        }
    }

    private static void feature(ObjectNode node, FeatureCost cost) {
        node.put("name", cost.feature().name());
        node.put("aggregate", cost.feature().aggregate().externalName());
        node.put("entity", cost.feature().entity());
        node.put("window", cost.window().isEmpty() ? null : cost.window());
        node.put("keeps", cost.keeps());
        node.put("bytes", cost.bytes());
        node.put("cost", cost.costClass());
    }
}
