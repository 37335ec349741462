package dev.peregrine.policy.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A mapping in a file. Keys are texts, in the order of the file, each once. */
public final class YamlMapping {
    private final SourceText source;
    private final YamlValue value;
    private final Problems problems;
    private final Map<String, YamlValue> keys = new LinkedHashMap<>();
    private final Map<String, YamlValue> values = new LinkedHashMap<>();
    private String what;

    private YamlMapping(SourceText source, YamlValue value, String what, Problems problems) {
        this.source = source;
        this.value = value;
        this.what = what;
        this.problems = problems;
    }

    static YamlMapping of(
            SourceText source, MappingNode node, YamlValue value, String what, Problems problems) {
        YamlMapping mapping = new YamlMapping(source, value, what, problems);
        for (NodeTuple tuple : node.getValue()) {
            mapping.put(tuple.getKeyNode(), tuple.getValueNode());
        }
        return mapping;
    }

    private void put(Node keyNode, Node valueNode) {
        if (!(keyNode instanceof ScalarNode scalar)) {
            int index = keyNode.getStartMark().map(Mark::getIndex).orElse(0);
            problems.add(source, index, "a key must be a text");
            return;
        }
        String key = scalar.getValue();
        YamlValue located = new YamlValue(source, keyNode, "'" + key + "'", problems);
        if (keys.containsKey(key)) {
            located.problem(
                    "duplicate key '"
                            + YamlValue.shorten(key)
                            + "', first in line "
                            + keys.get(key).line());
            return;
        }
        keys.put(key, located);
        values.put(key, new YamlValue(source, valueNode, "'" + key + "'", problems));
    }

    /** Tells every key that is not one of these. */
    public YamlMapping refuseOtherThan(Set<String> knownKeys) {
        keys.forEach(
                (key, place) -> {
                    if (!knownKeys.contains(key)) {
                        String near = Suggestion.of(key, knownKeys);
                        place.problem(
                                "unknown key '"
                                        + YamlValue.shorten(key)
                                        + "'"
                                        + (near.isEmpty()
                                                ? "; known: " + String.join(", ", knownKeys)
                                                : near));
                    }
                });
        return this;
    }

    /** Names the mapping in messages of missing keys. */
    public YamlMapping named(String name) {
        what = name;
        return this;
    }

    /** Name in messages. */
    public String name() {
        return what;
    }

    /** True when the key is there. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** The value of a key that may be missing. */
    public Optional<YamlValue> find(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The value of a key that must be there; its absence is a problem. */
    public Optional<YamlValue> require(String key) {
        if (!values.containsKey(key)) {
            value.problem("missing key '" + key + "' in " + what);
        }
        return find(key);
    }

    /** Adds a problem at the key's own place. */
    public void problemAt(String key, String message) {
        keys.getOrDefault(key, value).problem(message);
    }

    /** Adds a problem at the mapping's place. */
    public void problem(String message) {
        value.problem(message);
    }

    /** The keys in order of the file. */
    public Set<String> keys() {
        return Collections.unmodifiableSet(values.keySet());
    }
}
