package dev.peregrine.policy;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.peregrine.policy.condition.ConditionField;
import dev.peregrine.policy.model.Model;
import dev.peregrine.policy.model.ModelInput;
import dev.peregrine.policy.yaml.Suggestion;
import dev.peregrine.policy.yaml.YamlMapping;
import dev.peregrine.policy.yaml.YamlValue;
import dev.peregrine.protocol.codec.AttributeType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code inputs:} of a model: every input of the model, by name, and where it comes from. */
final class ModelInputsReader {
    private static final Set<String> KEYS = PolicyReader.ordered("from", "categories");
    private static final Map<String, TransactionVariable> VARIABLES =
            Names.byName(TransactionVariable.values(), TransactionVariable::externalName);
    private static final String TEXT = "text";

    private final Vocabulary vocabulary;
    private final Optional<Map<String, CelType>> features;

    /**
     * @param features types of all named features; empty when they could not be read
     */
    ModelInputsReader(Vocabulary vocabulary, Optional<Map<String, CelType>> features) {
        this.vocabulary = vocabulary;
        this.features = features;
    }

    /** A source and what it holds: whole, decimal, boolean, text, or null when it is not known. */
    private record Source(
            String feature, ConditionField field, ModelInput.Output output, String holds) {}

    /** The inputs in the model's order; empty after a problem. */
    Optional<List<ModelInput>> read(YamlMapping inputs, Model model) {
        for (String key : inputs.keys()) {
            if (!model.inputs().contains(key)) {
                inputs.problemAt(
                        key,
                        "the model has no input '"
                                + key
                                + "'"
                                + Suggestion.of(key, model.inputs()));
            }
        }
        List<ModelInput> read = new ArrayList<>();
        for (int i = 0; i < model.inputs().size(); i++) {
            String name = model.inputs().get(i);
            boolean categorical = model.isCategorical(i);
            Optional<YamlValue> value = inputs.find(name);
            if (value.isEmpty()) {
                inputs.problem("missing input '" + name + "' of the model");
            }
            value.flatMap(v -> input(v, name, categorical)).ifPresent(read::add);
        }
        return read.size() == model.inputs().size() ? Optional.of(read) : Optional.empty();
    }

    private Optional<ModelInput> input(YamlValue value, String name, boolean categorical) {
        Optional<String> bare = value.scalar();
        if (bare.isPresent()) {
            return source(value, bare.get())
                    .flatMap(s -> input(value, name, s, List.of(), categorical));
        }
        Optional<YamlMapping> mapping = value.mapping(KEYS);
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        YamlMapping input = mapping.get().named("input '" + name + "'");
        Optional<YamlValue> from = input.require("from");
        Optional<Source> source =
                from.flatMap(v -> v.text(BundleLimits.MAX_TEXT_LENGTH))
                        .flatMap(text -> source(from.get(), text));
        Optional<List<String>> categories =
                input.require("categories").flatMap(ModelInputsReader::categories);
        return source.isEmpty() || categories.isEmpty()
                ? Optional.empty()
                : input(from.get(), name, source.get(), categories.get(), categorical);
    }

    private static Optional<ModelInput> input(
            YamlValue place,
            String name,
            Source source,
            List<String> categories,
            boolean categorical) {
        String wrong = null;
        if (TEXT.equals(source.holds()) && categories.isEmpty()) {
            wrong = "it is a text, and models take numbers: write {from: ..., categories: [...]}";
        } else if (!TEXT.equals(source.holds())
                && source.holds() != null
                && !categories.isEmpty()) {
            wrong = "categories go with a text, and it is " + source.holds();
        } else if (categorical && "a decimal number".equals(source.holds())) {
            wrong =
                    "the model takes categories there (whole numbers from 0), and it is "
                            + source.holds();
        }
        if (wrong != null) {
            place.problem("input '" + name + "': " + wrong);
            return Optional.empty();
        }
        return Optional.of(
                new ModelInput(
                        name, source.feature(), source.field(), categories, source.output()));
    }

    private static Optional<List<String>> categories(YamlValue value) {
        Optional<List<YamlValue>> list = value.list("a category", BundleLimits.MAX_CATEGORIES);
        if (list.isEmpty()) {
            return Optional.empty();
        }
        Set<String> categories = new LinkedHashSet<>();
        for (YamlValue entry : list.get()) {
            Optional<String> text = entry.text(BundleLimits.MAX_TEXT_LENGTH);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            if (!categories.add(text.get())) {
                entry.problem("category '" + text.get() + "' is named twice");
                return Optional.empty();
            }
        }
        if (categories.isEmpty()) {
            value.problem("'categories' is empty");
            return Optional.empty();
        }
        return Optional.of(List.copyOf(categories));
    }

    private Optional<Source> source(YamlValue place, String text) {
        int dot = text.indexOf('.');
        String variable = dot < 0 ? text : text.substring(0, dot);
        String name = text.substring(dot + 1);
        return switch (variable) {
            case CelVariables.FEATURES -> feature(place, name);
            case CelVariables.TX -> transaction(place, name);
            case CelVariables.ATTRIBUTES -> vocabulary.attribute(place, name).map(this::source);
            case CelVariables.MODEL -> output(place, text, name);
            default -> {
                place.problem(
                        "an input comes from features.NAME, tx.NAME, attr.NAME or"
                                + " model.NAME.OUTPUT, not '"
                                + text
                                + "'");
                yield Optional.empty();
            }
        };
    }

    private Source source(AttributeSpec attribute) {
        return new Source(
                null,
                new ConditionField.OfAttribute(attribute.id(), attribute.type()),
                null,
                holds(attribute.type()));
    }

    /** An output of another model; whether it is there is known when all models are read. */
    private static Optional<Source> output(YamlValue place, String text, String name) {
        int dot = name.indexOf('.');
        if (dot < 1) {
            place.problem("another model's output is model.NAME.OUTPUT, not '" + text + "'");
            return Optional.empty();
        }
        return Optional.of(
                new Source(
                        null,
                        null,
                        new ModelInput.Output(name.substring(0, dot), name.substring(dot + 1)),
                        holds(AttributeType.DOUBLE)));
    }

    private Optional<Source> feature(YamlValue place, String name) {
        if (features.isEmpty()) {
            return Optional.empty();
        }
        CelType type = features.get().get(name);
        if (type == null) {
            place.problem(
                    "unknown feature '"
                            + name
                            + "'"
                            + Suggestion.of(name, features.get().keySet()));
            return Optional.empty();
        }
        String holds =
                type.equals(SimpleType.DYN)
                        ? null
                        : type.equals(SimpleType.DOUBLE)
                                ? holds(AttributeType.DOUBLE)
                                : holds(AttributeType.INTEGER);
        return Optional.of(new Source(name, null, null, holds));
    }

    private static Optional<Source> transaction(YamlValue place, String name) {
        TransactionVariable variable = VARIABLES.get(name);
        if (variable == null) {
            place.problem(
                    "unknown field '" + name + "' of tx" + Suggestion.of(name, VARIABLES.keySet()));
            return Optional.empty();
        }
        if (variable == TransactionVariable.IP) {
            place.problem("tx.ip cannot be a model's input");
            return Optional.empty();
        }
        ConditionField field = new ConditionField.OfTransaction(variable);
        return Optional.of(new Source(null, field, null, holds(field.type())));
    }

    private static String holds(AttributeType type) {
        return switch (type) {
            case INTEGER -> "a whole number";
            case DOUBLE -> "a decimal number";
            case BOOLEAN -> "true or false";
            default -> TEXT;
        };
    }
}
