package dev.peregrine.client;

import dev.peregrine.protocol.codec.AttributeDictionaryDecoder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A tenant's own attributes, as the node told them last. Immutable. */
public final class AttributeDictionary {
    /** No attributes. */
    public static final AttributeDictionary EMPTY = new AttributeDictionary(List.of());

    private final Map<String, Attribute> byName = new TreeMap<>();

    /** A dictionary of the given attributes; of two with the same name the later one counts. */
    public AttributeDictionary(Collection<Attribute> attributes) {
        attributes.forEach(attribute -> byName.put(attribute.name(), attribute));
    }

    /** The attribute of a name; null when the tenant declares none. */
    public Attribute find(String name) {
        return byName.get(name);
    }

    /** All names, in the order of the alphabet. */
    public Collection<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    static AttributeDictionary of(AttributeDictionaryDecoder dictionary) {
        List<Attribute> attributes = new ArrayList<>();
        for (AttributeDictionaryDecoder.AttributesDecoder next : dictionary.attributes()) {
            int id = next.attributeId();
            attributes.add(new Attribute(id, next.attributeType(), next.name()));
        }
        return new AttributeDictionary(attributes);
    }
}
