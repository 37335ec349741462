package dev.peregrine.node.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Maps that keep their members in the order in which they are named, as answers and logs want. */
final class InOrder {
    private InOrder() {}

    static <V> Map<String, V> of(String a, V valueOfA, String b, V valueOfB) {
        Map<String, V> members = new LinkedHashMap<>();
        members.put(a, valueOfA);
        members.put(b, valueOfB);
        return Collections.unmodifiableMap(members);
    }

    static <V> Map<String, V> of(String a, V valueOfA, String b, V valueOfB, String c, V valueOfC) {
        Map<String, V> members = new LinkedHashMap<>(of(a, valueOfA, b, valueOfB));
        members.put(c, valueOfC);
        return Collections.unmodifiableMap(members);
    }

    /** The members of one map, then those of another. */
    static <V> Map<String, V> of(Map<String, V> first, Map<String, V> then) {
        Map<String, V> members = new LinkedHashMap<>(first);
        members.putAll(then);
        return Collections.unmodifiableMap(members);
    }
}
