package dev.peregrine.gateway.mapping;

import dev.peregrine.gateway.json.EventKind;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * How one kind of message becomes a request. Immutable.
 *
 * @param name within its format
 * @param about what the message is and what becomes of it, for people
 * @param event what it becomes; null for rows that others include
 * @param rows in the order of the file; of several for the same field the first that has a value
 *     counts
 */
public record MessageTable(String name, String about, EventKind event, List<Row> rows) {
    public MessageTable {
        rows = List.copyOf(rows);
    }

    /** Makes a request's fields of a message. Any thread. */
    public MappedFields map(MappingInput input) {
        return map(input, target -> true);
    }

    /**
     * The same for some of the fields only.
     *
     * @param wanted which fields of a request; the others' rows are passed over
     */
    public MappedFields map(MappingInput input, Predicate<String> wanted) {
        MappedFields fields = new MappedFields();
        for (Row row : rows) {
            if (wanted.test(row.target())) {
                map(row, input, fields);
            }
        }
        return fields;
    }

    private static void map(Row row, MappingInput input, MappedFields fields) {
        try {
            Object value = row.rule().apply(row.sources(), input);
            if (row.target().equals(Row.CHECKED)) {
                if (value == null && row.required()) {
                    fields.fault(new MappingFault(row, true, "is missing"));
                }
            } else if (value != null) {
                if (fields.get(row.target()) == null) {
                    fields.put(row, value);
                }
            } else if (row.required() && fields.get(row.target()) == null) {
                fields.fault(new MappingFault(row, true, "is missing"));
            }
        } catch (RuleException e) {
            fields.fault(new MappingFault(row, false, e.getMessage()));
        }
    }

    /** The places of messages that the rows read. */
    public Set<String> sources() {
        Set<String> sources = new TreeSet<>();
        rows.forEach(row -> sources.addAll(row.sources()));
        return sources;
    }
}
