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
            boolean isChecked = row.target().equals(Row.CHECKED);
            boolean isGiven = !isChecked && fields.get(row.target()) != null;
            if (value == null && row.required() && !isGiven) {
                fields.fault(new MappingFault(row, row.place(input), true, "is missing"));
            } else if (value != null && !isChecked && !isGiven) {
                fields.put(row, row.place(input), value);
            }
        } catch (RuleException e) {
            String place = e.place().isEmpty() ? row.place(input) : e.place();
            fields.fault(new MappingFault(row, place, e.isMissing(), e.getMessage()));
        }
    }

    /** The places of messages that the rows read. */
    public Set<String> sources() {
        Set<String> sources = new TreeSet<>();
        rows.forEach(row -> sources.addAll(row.sources()));
        return sources;
    }
}
