package dev.peregrine.policy;

import dev.peregrine.policy.Aggregate.Span;
import dev.peregrine.policy.yaml.YamlMapping;
import dev.peregrine.policy.yaml.YamlValue;
import dev.peregrine.protocol.codec.AttributeType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code field:} and {@code unit:} of a feature. What is taken over many events is the amount
 * or an attribute that is a whole number: its sums are exact integers.
 */
final class ValueFieldReader {
    private static final Map<String, NumericField> FIELDS =
            Names.byName(
                    Arrays.stream(NumericField.values())
                            .filter(field -> field != NumericField.ATTRIBUTE)
                            .toArray(NumericField[]::new),
                    NumericField::externalName);
    private static final Map<String, Boolean> UNITS = units();

    private final Vocabulary vocabulary;

    ValueFieldReader(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    private static Map<String, Boolean> units() {
        Map<String, Boolean> units = new LinkedHashMap<>();
        units.put("minor", false);
        units.put("major", true);
        return units;
    }

    /** The field, the amount where an aggregate over events does not name one. */
    Optional<ValueField> read(YamlMapping feature, Aggregate aggregate) {
        boolean overEvents = aggregate.span() != Span.NONE;
        if (overEvents && !feature.has("field")) {
            return Optional.of(ValueField.AMOUNT);
        }
        Optional<YamlValue> value = feature.require("field");
        Optional<ValueField> field = value.flatMap(this::field);
        if (field.isEmpty()) {
            return Optional.empty();
        }
        if (field.get().field() != NumericField.AMOUNT && feature.has("unit")) {
            feature.problemAt("unit", "'unit' belongs to field 'amount' only");
            return Optional.empty();
        }
        boolean fits =
                overEvents
                        ? field.get().field() == NumericField.AMOUNT
                                || field.get().attributeType() == AttributeType.INTEGER
                        : field.get().attributeType() != AttributeType.STRING;
        if (!fits) {
            value.get().problem(misfit(value.get(), field.get(), aggregate));
            return Optional.empty();
        }
        return field;
    }

    private static String misfit(YamlValue value, ValueField field, Aggregate aggregate) {
        String is =
                field.field() == NumericField.ATTRIBUTE
                        ? "' is of type " + field.attributeType().name().toLowerCase(Locale.ROOT)
                        : "' is of one transaction";
        String takes =
                aggregate.span() == Span.NONE
                        ? " takes a number or a boolean"
                        : " takes the amount or an attribute of type integer (sums are exact"
                                + " integers)";
        return "'"
                + value.scalar().orElse("")
                + is
                + "; aggregate "
                + aggregate.externalName()
                + takes;
    }

    private Optional<ValueField> field(YamlValue value) {
        String text = value.scalar().orElse("");
        if (text.startsWith(Vocabulary.ATTRIBUTE_PREFIX)) {
            return vocabulary
                    .attribute(value, text.substring(Vocabulary.ATTRIBUTE_PREFIX.length()))
                    .map(a -> ValueField.attribute(a.id(), a.type()));
        }
        return value.choice("field", FIELDS).map(ValueField::of);
    }

    /** True for {@code unit: major}. */
    Optional<Boolean> majorUnits(YamlMapping feature) {
        Optional<YamlValue> unit = feature.find("unit");
        return unit.isEmpty() ? Optional.of(false) : unit.get().choice("unit", UNITS);
    }
}
