package dev.peregrine.gateway.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a table made of a message: fields of a request by their names, and what could not be taken.
 * Not thread-safe.
 */
public final class MappedFields {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int MAX_FAULTS = 20;

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Map<String, String> places = new LinkedHashMap<>();
    private final List<MappingFault> faults = new ArrayList<>();

    /** Sets a field, or takes it out when the value is null. */
    public MappedFields put(String target, Object value) {
        if (value == null) {
            values.remove(target);
        } else {
            values.put(target, value);
        }
        return this;
    }

    void put(Row row, String place, Object value) {
        values.put(row.target(), value);
        places.put(row.target(), place);
        rows.put(row.target(), row);
    }

    void fault(MappingFault fault) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(fault);
        }
    }

    /** The value of a field: a String, a Long, a Double or a Boolean; null when it has none. */
    public Object get(String target) {
        return values.get(target);
    }

    /** The value of a field as text; empty when it has none. */
    public String text(String target) {
        Object value = values.get(target);
        return value == null ? "" : value.toString();
    }

    /** All fields in the order of the table. */
    public Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }

    /** The row that made a field, to tell a refusal in the format's terms; null when none did. */
    public Row row(String target) {
        return rows.get(target);
    }

    /** Where in the message a field came from; the field's own name when no row made it. */
    public String place(String target) {
        return places.getOrDefault(target, target);
    }

    /** What could not be taken, the first twenty. */
    public List<MappingFault> faults() {
        return Collections.unmodifiableList(faults);
    }

    /** The fields as a request's JSON in UTF-8; names with dots lie in objects of their own. */
    public byte[] toJson() {
        Map<String, Object> tree = new LinkedHashMap<>();
        values.forEach((target, value) -> place(tree, target, value));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            write(tree, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @SuppressWarnings("unchecked")
    private static void place(Map<String, Object> tree, String target, Object value) {
        int dot = target.indexOf('.');
        if (dot < 0) {
            tree.put(target, value);
        } else {
            Object within =
                    tree.computeIfAbsent(
                            target.substring(0, dot), name -> new LinkedHashMap<String, Object>());
            place((Map<String, Object>) within, target.substring(dot + 1), value);
        }
    }

    private static void write(Map<?, ?> tree, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : tree.entrySet()) {
            json.writeFieldName(entry.getKey().toString());
            if (entry.getValue() instanceof Map<?, ?> within) {
                write(within, json);
            } else {
                value(entry.getValue(), json);
            }
        }
        json.writeEndObject();
    }

    private static void value(Object value, JsonGenerator json) throws IOException {
        if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else {
            json.writeString(value.toString());
        }
    }
}
