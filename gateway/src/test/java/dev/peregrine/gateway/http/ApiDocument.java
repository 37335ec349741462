package dev.peregrine.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The OpenAPI document as a gateway serves it, with references and allOf resolved. */
final class ApiDocument {
    static final ObjectMapper MAPPER = new ObjectMapper();

    /** An operation; {@code request} is null when it takes no body. */
    record Operation(
            String path, String method, String contentType, Schema request, JsonNode spec) {
        boolean isBatch() {
            return path.endsWith("/batch");
        }

        /** Whether only a gateway that keeps evidence answers with more than 404. */
        boolean isEvidence() {
            return spec.path("tags").path(0).asText().equals("Evidence");
        }

        /** Whether its body has a form that others have given it. */
        boolean isFormat() {
            return spec.path("tags").path(0).asText().equals("Formats");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** An object's schema. */
    record Schema(ObjectNode properties, Set<String> required) {
        List<String> names() {
            List<String> names = new ArrayList<>();
            properties.fieldNames().forEachRemaining(names::add);
            return names;
        }
    }

    private final JsonNode root;

    ApiDocument(String json) throws IOException {
        root = MAPPER.readTree(json);
    }

    JsonNode root() {
        return root;
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        root.get("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .properties()
                                        .forEach(
                                                method ->
                                                        operations.add(
                                                                operation(
                                                                        path.getKey(),
                                                                        method.getKey(),
                                                                        method.getValue()))));
        return operations;
    }

    /** Those that take a body of our own; the batch's schema is that of a line. */
    Stream<Operation> posts() {
        return operations().stream()
                .filter(operation -> operation.request() != null && !operation.isFormat());
    }

    private Operation operation(String path, String method, JsonNode spec) {
        JsonNode content = spec.path("requestBody").path("content");
        if (content.isMissingNode()) {
            return new Operation(path, method, null, null, spec);
        }
        var first = content.properties().iterator().next();
        return new Operation(
                path, method, first.getKey(), schema(first.getValue().get("schema")), spec);
    }

    JsonNode resolve(JsonNode part) {
        return part.has("$ref") ? root.at(part.get("$ref").asText().substring(1)) : part;
    }

    /** An object's members and what is required, with everything that its allOf says. */
    Schema schema(JsonNode part) {
        JsonNode schema = resolve(part);
        ObjectNode properties = MAPPER.createObjectNode();
        Set<String> required = new LinkedHashSet<>();
        schema.path("allOf")
                .forEach(
                        piece -> {
                            Schema flat = schema(piece);
                            properties.setAll(flat.properties());
                            required.addAll(flat.required());
                        });
        schema.path("properties")
                .properties()
                .forEach(property -> properties.set(property.getKey(), property.getValue()));
        schema.path("required").forEach(name -> required.add(name.asText()));
        return new Schema(properties, required);
    }

    /** A body with every member, by the document's own examples. */
    ObjectNode example(Schema schema) {
        ObjectNode example = MAPPER.createObjectNode();
        for (String name : schema.names()) {
            JsonNode property = resolve(schema.properties().get(name));
            if (property.has("examples")) {
                example.set(name, property.get("examples").get(0));
            } else {
                example.set(name, example(schema(property)));
            }
        }
        example.remove("original_event_id");
        return example;
    }

    /** What does not fit into the document's schema of a 200 of an operation. */
    List<String> mismatches(JsonNode answer, String path, String method) {
        JsonNode spec = root.get("paths").get(path).get(method);
        JsonNode media = resolve(spec.at("/responses/200")).get("content").elements().next();
        return mismatches(answer, media.get("schema"), "");
    }

    /** What does not fit into an answer's schema; empty when it does. */
    List<String> mismatches(JsonNode value, JsonNode part, String path) {
        JsonNode schema = resolve(part);
        List<String> found = new ArrayList<>();
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            found.add(path + " is " + value);
        }
        if (schema.has("type") && !isOfType(value, schema.get("type"))) {
            found.add(path + " is " + value + ", not of type " + schema.get("type"));
        }
        schema.path("required")
                .forEach(
                        name -> {
                            if (!value.has(name.asText())) {
                                found.add(path + "." + name.asText() + " is missing");
                            }
                        });
        if (schema.has("properties")) {
            value.properties()
                    .forEach(
                            member -> {
                                String name = path + "." + member.getKey();
                                JsonNode property = schema.get("properties").get(member.getKey());
                                if (property == null) {
                                    found.add(name + " is not in the document");
                                } else {
                                    found.addAll(mismatches(member.getValue(), property, name));
                                }
                            });
        }
        JsonNode others = schema.path("additionalProperties");
        if (others.isObject() && !schema.has("properties")) {
            value.properties()
                    .forEach(
                            member ->
                                    found.addAll(
                                            mismatches(
                                                    member.getValue(),
                                                    others,
                                                    path + "." + member.getKey())));
        }
        if (schema.has("items")) {
            value.forEach(item -> found.addAll(mismatches(item, schema.get("items"), path + "[]")));
        }
        return found;
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (JsonNode candidate : values) {
            if (candidate.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfType(JsonNode value, JsonNode types) {
        if (types.isTextual()) {
            return isOfType(value, types.asText());
        }
        for (JsonNode type : types) {
            if (isOfType(value, type.asText())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfType(JsonNode value, String type) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "boolean" -> value.isBoolean();
            case "string" -> value.isTextual();
            case "number" -> value.isNumber();
            case "integer" -> value.isIntegralNumber();
            case "null" -> value.isNull();
            default -> throw new IllegalArgumentException(type);
        };
    }
}
