package dev.peregrine.policy;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lists that rules can name. One whose definition has a mistake is not told again where it is
 * used.
 *
 * @param lists lists by name; empty when the file cannot be read
 */
record ListVocabulary(Optional<Map<String, Optional<ListSpec>>> lists) {
    boolean isKnown() {
        return lists.isPresent();
    }

    /** Lists without a mistake, in order of the file. */
    List<ListSpec> valid() {
        return lists.orElse(Map.of()).values().stream().flatMap(Optional::stream).toList();
    }

    /** Types of all named lists: to the checker, each is a list of texts. */
    Map<String, CelType> fields() {
        Map<String, CelType> fields = new LinkedHashMap<>();
        for (String name : lists.orElse(Map.of()).keySet()) {
            fields.put(name, ListType.create(SimpleType.STRING));
        }
        return fields;
    }
}
