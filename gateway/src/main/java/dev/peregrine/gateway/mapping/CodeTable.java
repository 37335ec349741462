package dev.peregrine.gateway.mapping;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Codes of a format and what they mean here, or the other way round. Immutable.
 *
 * @param name in rules
 * @param meanings by code, in the order of the file; an entry {@link #OTHERWISE} is for all others,
 *     and an empty meaning leaves the field out
 */
public record CodeTable(String name, Map<String, String> meanings) {
    /** The code that stands for all that are not named. */
    public static final String OTHERWISE = "*";

    public CodeTable {
        meanings = Collections.unmodifiableMap(new LinkedHashMap<>(meanings));
    }

    /** The meaning of a code; null when there is none. */
    public String meaning(String code) {
        String meaning = meanings.get(code);
        return meaning == null ? meanings.get(OTHERWISE) : meaning;
    }
}
