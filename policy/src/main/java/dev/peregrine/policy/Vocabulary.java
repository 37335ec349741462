package dev.peregrine.policy;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.peregrine.policy.yaml.Suggestion;
import dev.peregrine.policy.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What features can name besides entities: the tenant's own attributes and time zones. A name whose
 * definition has a mistake is not told again where it is used.
 */
final class Vocabulary {
    /** What an attribute's name begins with, wherever it stands. */
    static final String ATTRIBUTE_PREFIX = CelVariables.ATTRIBUTES + ".";

    private final String directory;
    private final Optional<Map<String, Optional<AttributeSpec>>> attributes;
    private final Optional<Map<String, Optional<Zone>>> zones;

    /**
     * @param directory the bundle's, for messages
     * @param attributes attributes by name; empty when the file cannot be read
     * @param zones zones by name; empty when the file cannot be read
     */
    Vocabulary(
            String directory,
            Optional<Map<String, Optional<AttributeSpec>>> attributes,
            Optional<Map<String, Optional<Zone>>> zones) {
        this.directory = directory;
        this.attributes = attributes;
        this.zones = zones;
    }

    /** Attributes without a mistake, ids ascending. */
    List<AttributeSpec> attributes() {
        return attributes.orElse(Map.of()).values().stream().flatMap(Optional::stream).toList();
    }

    /** Types of all named attributes, {@code dyn} for one with a mistake; empty when not known. */
    Optional<Map<String, CelType>> attributeFields() {
        return attributes.map(
                named -> {
                    Map<String, CelType> fields = new LinkedHashMap<>();
                    named.forEach(
                            (name, attribute) ->
                                    fields.put(
                                            name,
                                            attribute.isEmpty()
                                                    ? SimpleType.DYN
                                                    : CelVariables.celType(
                                                            attribute.get().type())));
                    return fields;
                });
    }

    /**
     * The attribute of a name, which stands after {@link #ATTRIBUTE_PREFIX}.
     *
     * @param place where an unknown one is told
     */
    Optional<AttributeSpec> attribute(YamlValue place, String name) {
        if (attributes.isEmpty()) {
            return Optional.empty();
        }
        Optional<AttributeSpec> attribute = attributes.get().get(name);
        if (attribute == null) {
            place.problem(
                    "unknown attribute '"
                            + name
                            + "'"
                            + (attributes.get().isEmpty()
                                    ? "; " + BundleFiles.ATTRIBUTES + " names none"
                                    : Suggestion.of(name, attributes.get().keySet())));
            return Optional.empty();
        }
        return attribute;
    }

    /**
     * The zone of a name.
     *
     * @param place where an unknown one is told
     */
    Optional<Zone> zone(YamlValue place, String name) {
        if (name.equals(Zone.UTC.name())) {
            return Optional.of(Zone.UTC);
        }
        if (zones.isEmpty()) {
            return Optional.empty();
        }
        Optional<Zone> zone = zones.get().get(name);
        if (zone == null) {
            String near = Suggestion.of(name, zones.get().keySet());
            place.problem(
                    "zone '"
                            + name
                            + "' is not in "
                            + BundleFiles.ZONES
                            + (near.isEmpty()
                                    ? ": run ./peregrine policy zones " + directory + " " + name
                                    : near));
            return Optional.empty();
        }
        return zone;
    }
}
