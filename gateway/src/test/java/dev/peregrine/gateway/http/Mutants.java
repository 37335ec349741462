package dev.peregrine.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;

/** Values that a field's schema allows, and values that it forbids. */
final class Mutants {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Mutants() {}

    static List<JsonNode> valid(JsonNode schema) {
        List<JsonNode> values = new ArrayList<>();
        schema.path("examples").forEach(values::add);
        schema.path("enum").forEach(values::add);
        if (schema.has("minimum")) {
            values.add(schema.get("minimum"));
            values.add(schema.get("maximum"));
        }
        if (schema.has("maxLength") && !schema.has("enum")) {
            values.add(text("a".repeat(schema.get("maxLength").asInt())));
        }
        if (allows(schema, "null")) {
            values.add(NODES.nullNode());
        }
        return values;
    }

    static List<JsonNode> invalid(JsonNode schema) {
        List<JsonNode> values = new ArrayList<>();
        boolean isText = allows(schema, "string");
        boolean isInteger = allows(schema, "integer");
        boolean isNumber = allows(schema, "number");
        if (isText) {
            values.add(text(""));
            values.add(text("a".repeat(schema.path("maxLength").asInt(70) + 1)));
            values.add(text("a\r\nSet-Cookie: b"));
            values.add(text("a\u0000b"));
            values.add(text("\u2028"));
        } else {
            values.add(text("nonsense"));
        }
        if (schema.has("enum") || schema.has("format") || schema.has("anyOf")) {
            values.add(text("nonsense"));
        }
        if (schema.has("pattern")) {
            values.add(text("@\u00e9@"));
        }
        if (!isInteger && !isNumber) {
            values.add(NODES.numberNode(7));
        } else {
            values.add(NODES.numberNode(schema.get("minimum").asLong() - 1));
            values.add(NODES.numberNode(schema.get("maximum").asLong() + 1));
            values.add(NODES.numberNode(1e300));
        }
        if (!isNumber) {
            values.add(NODES.numberNode(1.5));
        }
        if (!allows(schema, "boolean")) {
            values.add(NODES.booleanNode(true));
        }
        if (!allows(schema, "object")) {
            values.add(NODES.objectNode().put("a", 1));
        }
        if (!allows(schema, "null")) {
            values.add(NODES.nullNode());
        }
        values.add(NODES.arrayNode().add("a").add(NODES.arrayNode()));
        return values;
    }

    static boolean allows(JsonNode schema, String type) {
        JsonNode types = schema.path("type");
        if (types.isMissingNode()) {
            return type.equals("object");
        }
        if (types.isTextual()) {
            return types.asText().equals(type);
        }
        for (JsonNode candidate : types) {
            if (candidate.asText().equals(type)) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode text(String text) {
        return NODES.textNode(text);
    }
}
