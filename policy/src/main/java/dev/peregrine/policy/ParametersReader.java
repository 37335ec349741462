package dev.peregrine.policy;

import dev.peregrine.policy.condition.Literal;
import dev.peregrine.policy.yaml.YamlMapping;
import dev.peregrine.policy.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code parameters.yaml}. A parameter with a mistake keeps its name, so that rules which use
 * it are not called wrong as well.
 */
final class ParametersReader {
    private static final Set<String> KEYS = PolicyReader.ordered("parameters");
    private static final Set<String> PARAMETER_KEYS =
            PolicyReader.ordered("name", "description", "value", "min", "max");

    private final Map<String, Optional<ParameterSpec>> parameters = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    private ParametersReader() {}

    /** The parameters by name; empty for one with a mistake. */
    static Map<String, Optional<ParameterSpec>> read(YamlValue root) {
        ParametersReader reader = new ParametersReader();
        root.mapping(KEYS)
                .flatMap(m -> m.named(BundleFiles.PARAMETERS).require("parameters"))
                .flatMap(v -> v.list("a parameter", BundleLimits.MAX_PARAMETERS))
                .orElse(List.of())
                .forEach(reader::readParameter);
        return reader.parameters;
    }

    private void readParameter(YamlValue yaml) {
        Optional<YamlMapping> mapping = yaml.mapping(PARAMETER_KEYS);
        if (mapping.isEmpty()) {
            return;
        }
        YamlMapping parameter = mapping.get().named("the parameter");
        Optional<YamlValue> nameValue = parameter.require("name");
        Optional<String> name = nameValue.flatMap(v -> Names.identifier(v, "parameter name"));
        name.ifPresent(n -> parameter.named("parameter '" + n + "'"));
        Optional<String> description =
                parameter.has("description")
                        ? parameter
                                .find("description")
                                .flatMap(v -> v.text(BundleLimits.MAX_DESCRIPTION_LENGTH))
                        : Optional.of("");
        Optional<Literal> value = parameter.require("value").flatMap(ParametersReader::literal);
        Optional<Double> min = bound(parameter, "min", Double.NEGATIVE_INFINITY);
        Optional<Double> max = bound(parameter, "max", Double.POSITIVE_INFINITY);
        if (name.isEmpty()) {
            return;
        }
        Integer first = lines.putIfAbsent(name.get(), yaml.line());
        if (first != null) {
            nameValue
                    .get()
                    .problem("duplicate parameter '" + name.get() + "', first in line " + first);
            return;
        }
        boolean complete =
                description.isPresent() && value.isPresent() && min.isPresent() && max.isPresent();
        parameters.put(
                name.get(),
                complete
                        ? inRange(
                                parameter,
                                new ParameterSpec(
                                        name.get(),
                                        description.get(),
                                        value.get(),
                                        min.get(),
                                        max.get()))
                        : Optional.empty());
    }

    private static Optional<ParameterSpec> inRange(YamlMapping yaml, ParameterSpec parameter) {
        if (parameter.min() > parameter.max()) {
            yaml.problemAt("max", "'max' is below 'min'");
            return Optional.empty();
        }
        try {
            return Optional.of(parameter.with(parameter.number()));
        } catch (IllegalArgumentException e) {
            yaml.problemAt("value", e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Literal> literal(YamlValue value) {
        Optional<Double> number =
                value.number(-ParameterSpec.MAX_MAGNITUDE, ParameterSpec.MAX_MAGNITUDE);
        if (value.isWholeNumber()) {
            return number.map(n -> new Literal.IntegerLiteral(n.longValue()));
        }
        return number.map(Literal.DoubleLiteral::new);
    }

    private static Optional<Double> bound(YamlMapping parameter, String key, double none) {
        return parameter.has(key)
                ? parameter
                        .find(key)
                        .flatMap(
                                v ->
                                        v.number(
                                                -ParameterSpec.MAX_MAGNITUDE,
                                                ParameterSpec.MAX_MAGNITUDE))
                : Optional.of(none);
    }
}
