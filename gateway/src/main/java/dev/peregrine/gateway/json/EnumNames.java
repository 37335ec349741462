package dev.peregrine.gateway.json;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Names of an enum's values in JSON: those of the schema, in lower case. Immutable. */
final class EnumNames<E extends Enum<E>> {
    private final Map<String, E> byName = new TreeMap<>();

    /** Takes all values but the two by which a codec says that it has none. */
    EnumNames(E[] values) {
        for (E value : values) {
            if (!value.name().equals("NULL_VAL") && !value.name().equals("SBE_UNKNOWN")) {
                byName.put(value.name().toLowerCase(Locale.ROOT), value);
            }
        }
    }

    private EnumNames(Map<String, E> byName) {
        this.byName.putAll(byName);
    }

    /** The same without one of them. */
    EnumNames<E> without(E value) {
        Map<String, E> rest = new TreeMap<>(byName);
        rest.values().remove(value);
        return new EnumNames<>(rest);
    }

    /** All names, in the order of the alphabet. */
    Iterable<String> names() {
        return byName.keySet();
    }

    /** The value of a field's text; null, and an error, when it is none. */
    E read(ApiField field, CharSequence text, FieldErrors errors) {
        String name = text.toString();
        E value = byName.get(name);
        if (value == null) {
            errors.add(
                    field,
                    Texts.snippet(name),
                    "must be one of "
                            + String.join(", ", byName.keySet())
                            + Suggestion.hint(name, byName.keySet()));
        }
        return value;
    }
}
