package dev.peregrine.replay.backtest.csv;

import dev.peregrine.policy.CsvMapping;
import dev.peregrine.protocol.KeyField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where in a file's rows the columns of a mapping lie. */
final class Columns {
    /** Place of a column that the mapping does not name. */
    static final int NONE = -1;

    final String[] names;
    final int eventId;
    final int time;
    final int amount;
    final int label;
    final int labelTime;
    final int pastDecision;

    private final int[] keys = new int[Byte.MAX_VALUE];
    private final List<String> problems = new ArrayList<>();

    /**
     * @param found the file's columns, in order
     * @throws MissingColumnsException names what is missing and what there is
     */
    Columns(CsvMapping mapping, List<String> found) throws MissingColumnsException {
        names = found.toArray(String[]::new);
        eventId = place(found, mapping.eventId(), "event id");
        time = place(found, mapping.time(), "time");
        amount = place(found, mapping.amount(), "amount");
        label = place(found, mapping.label(), "label");
        labelTime = place(found, mapping.labelTime(), "time of the label");
        pastDecision =
                place(
                        found,
                        mapping.pastDecision().map(CsvMapping.PastDecision::column),
                        "what was decided");
        Arrays.fill(keys, NONE);
        for (KeyField field : KeyField.values()) {
            Map<KeyField, String> mapped = mapping.keys();
            if (mapped.containsKey(field)) {
                keys[field.code()] = place(found, mapped.get(field), field.externalName());
            }
        }
        if (!problems.isEmpty()) {
            throw new MissingColumnsException(problems, found);
        }
    }

    /** Place of a key field's column; {@link #NONE} where not mapped. */
    int key(KeyField field) {
        return keys[field.code()];
    }

    private int place(List<String> found, Optional<String> name, String role) {
        return name.isPresent() ? place(found, name.get(), role) : NONE;
    }

    private int place(List<String> found, String name, String role) {
        int place = found.indexOf(name);
        if (place < 0) {
            problems.add("no column '" + name + "' (" + role + ")");
        } else if (Collections.frequency(found, name) > 1) {
            problems.add("column '" + name + "' (" + role + ") is there more than once");
        }
        return place;
    }
}
