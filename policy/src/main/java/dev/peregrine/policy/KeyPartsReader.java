package dev.peregrine.policy;

import dev.peregrine.policy.yaml.YamlMapping;
import dev.peregrine.policy.yaml.YamlValue;
import dev.peregrine.protocol.KeyField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads lists of key parts: {@code [card, ip/24, attr.loyalty_id]}. */
final class KeyPartsReader {
    private static final Map<String, KeyField> FIELDS =
            Names.byName(
                    Arrays.stream(KeyField.values())
                            .filter(field -> field != KeyField.ATTRIBUTE)
                            .toArray(KeyField[]::new),
                    KeyField::externalName);
    private static final String IP_PREFIX = KeyField.IP.externalName() + "/";

    private final Vocabulary vocabulary;

    KeyPartsReader(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /**
     * The parts under a key that must be there; empty after a problem.
     *
     * @param what the whole, in messages
     */
    Optional<List<KeyPart>> read(YamlMapping mapping, String key, String what) {
        Optional<List<YamlValue>> values =
                mapping.require(key)
                        .flatMap(v -> v.list("a key field", BundleLimits.MAX_KEY_PARTS));
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.get().isEmpty()) {
            mapping.problemAt(key, what + " has no field");
            return Optional.empty();
        }
        List<KeyPart> parts = new ArrayList<>();
        for (YamlValue value : values.get()) {
            part(value).ifPresent(part -> add(parts, part, value));
        }
        return parts.size() == values.get().size() ? Optional.of(parts) : Optional.empty();
    }

    private static void add(List<KeyPart> parts, KeyPart part, YamlValue value) {
        if (parts.contains(part)) {
            value.problem("key field '" + value.scalar().orElse("") + "' is there twice");
        } else {
            parts.add(part);
        }
    }

    private Optional<KeyPart> part(YamlValue value) {
        String text = value.scalar().orElse("");
        if (text.startsWith(Vocabulary.ATTRIBUTE_PREFIX)) {
            return vocabulary
                    .attribute(value, text.substring(Vocabulary.ATTRIBUTE_PREFIX.length()))
                    .map(attribute -> KeyPart.attribute(attribute.id()));
        }
        if (text.startsWith(IP_PREFIX)) {
            return prefix(value, text.substring(IP_PREFIX.length()));
        }
        return value.choice("key field", FIELDS).map(KeyPart::of);
    }

    private static Optional<KeyPart> prefix(YamlValue value, String bits) {
        int number = bits.matches("[0-9]{1,2}") ? Integer.parseInt(bits) : 0;
        if (number < KeyPart.MIN_PREFIX_BITS || number > KeyPart.MAX_PREFIX_BITS) {
            value.problem(
                    "the prefix of ip must have from "
                            + KeyPart.MIN_PREFIX_BITS
                            + " to "
                            + KeyPart.MAX_PREFIX_BITS
                            + " bits, as in ip/24, not '"
                            + bits
                            + "'");
            return Optional.empty();
        }
        return Optional.of(KeyPart.ipPrefix(number));
    }
}
