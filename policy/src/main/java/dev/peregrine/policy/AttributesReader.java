package dev.peregrine.policy;

import dev.peregrine.policy.yaml.YamlMapping;
import dev.peregrine.policy.yaml.YamlValue;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.AttributeType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code attributes.yaml}. An attribute with a mistake keeps its name, so that features which
 * use it are not called wrong as well.
 */
final class AttributesReader {
    private static final Set<String> KEYS = PolicyReader.ordered("attributes");
    private static final Set<String> ATTRIBUTE_KEYS =
            PolicyReader.ordered("id", "name", "type", "description");
    private static final Map<String, AttributeType> TYPES =
            Names.byName(
                    new AttributeType[] {
                        AttributeType.INTEGER,
                        AttributeType.DOUBLE,
                        AttributeType.BOOLEAN,
                        AttributeType.STRING
                    },
                    type -> type.name().toLowerCase(Locale.ROOT));

    private final Map<String, Optional<AttributeSpec>> attributes = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private int latestId = -1;

    private AttributesReader() {}

    /** The attributes by name; empty for one with a mistake. */
    static Map<String, Optional<AttributeSpec>> read(YamlValue root) {
        AttributesReader reader = new AttributesReader();
        root.mapping(KEYS)
                .flatMap(m -> m.named(BundleFiles.ATTRIBUTES).require("attributes"))
                .flatMap(v -> v.list("an attribute", BundleLimits.MAX_ATTRIBUTES))
                .orElse(List.of())
                .forEach(reader::readAttribute);
        return reader.attributes;
    }

    private void readAttribute(YamlValue value) {
        Optional<YamlMapping> mapping = value.mapping(ATTRIBUTE_KEYS);
        if (mapping.isEmpty()) {
            return;
        }
        YamlMapping attribute = mapping.get().named("the attribute");
        Optional<YamlValue> nameValue = attribute.require("name");
        Optional<String> name = nameValue.flatMap(v -> Names.identifier(v, "attribute name"));
        name.ifPresent(n -> attribute.named("attribute '" + n + "'"));
        attribute.find("description").ifPresent(v -> v.text(BundleLimits.MAX_DESCRIPTION_LENGTH));
        Optional<Integer> id = attribute.require("id").flatMap(this::id);
        Optional<AttributeType> type =
                attribute.require("type").flatMap(v -> v.choice("attribute type", TYPES));
        if (name.isEmpty()) {
            return;
        }
        Integer first = lines.putIfAbsent(name.get(), value.line());
        if (first != null) {
            nameValue
                    .get()
                    .problem("duplicate attribute '" + name.get() + "', first in line " + first);
            return;
        }
        attributes.put(
                name.get(), id.flatMap(i -> type.map(t -> new AttributeSpec(i, name.get(), t))));
    }

    private Optional<Integer> id(YamlValue value) {
        Optional<Integer> id = value.integer(0, ProtocolLimits.MAX_ATTRIBUTE_ID);
        if (id.isPresent() && id.get() <= latestId) {
            value.problem("ids must ascend: " + id.get() + " comes after " + latestId);
            return Optional.empty();
        }
        latestId = id.orElse(latestId);
        return id;
    }
}
