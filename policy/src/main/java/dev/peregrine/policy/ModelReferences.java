package dev.peregrine.policy;

import dev.peregrine.policy.model.ModelInput;
import dev.peregrine.policy.model.ModelSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Which models of a bundle read what other models say. Immutable. */
public final class ModelReferences {
    private final Map<String, Set<String>> read = new HashMap<>();

    public ModelReferences(List<ModelSpec> models) {
        for (ModelSpec model : models) {
            Set<String> others = new LinkedHashSet<>();
            model.inputs().stream()
                    .map(ModelInput::output)
                    .filter(Objects::nonNull)
                    .forEach(output -> others.add(output.model()));
            read.put(model.id(), others);
        }
    }

    /** True when a model is another or reads what it says, directly or through others. */
    public boolean reads(String model, String other) {
        return ordered(Set.of(model)).contains(other);
    }

    /**
     * The wanted models and all that they read, each after those that it reads; for a bundle
     * without circles.
     */
    public List<String> ordered(Iterable<String> wanted) {
        List<String> order = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        wanted.forEach(model -> visit(model, seen, order));
        return order;
    }

    private void visit(String model, Set<String> seen, List<String> order) {
        if (seen.add(model)) {
            read.getOrDefault(model, Set.of()).forEach(other -> visit(other, seen, order));
            order.add(model);
        }
    }
}
