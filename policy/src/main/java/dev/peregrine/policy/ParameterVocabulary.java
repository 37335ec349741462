package dev.peregrine.policy;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters that rules can name. One whose definition has a mistake is not told again where it
 * is used.
 *
 * @param parameters parameters by name; empty when the file cannot be read
 */
record ParameterVocabulary(Optional<Map<String, Optional<ParameterSpec>>> parameters) {
    boolean isKnown() {
        return parameters.isPresent();
    }

    /** Parameters without a mistake, in order of the file. */
    List<ParameterSpec> valid() {
        return parameters.orElse(Map.of()).values().stream().flatMap(Optional::stream).toList();
    }

    /** Types of all named parameters, {@code dyn} for one with a mistake. */
    Map<String, CelType> fields() {
        Map<String, CelType> fields = new LinkedHashMap<>();
        parameters.orElse(Map.of()).forEach((name, spec) -> fields.put(name, type(spec)));
        return fields;
    }

    private static CelType type(Optional<ParameterSpec> parameter) {
        return parameter
                .<CelType>map(spec -> spec.isWhole() ? SimpleType.INT : SimpleType.DOUBLE)
                .orElse(SimpleType.DYN);
    }
}
