package dev.peregrine.policy;

import dev.peregrine.policy.model.Model;
import dev.peregrine.policy.model.ModelReason;
import dev.peregrine.policy.model.OnnxModel;
import dev.peregrine.policy.model.TreeModel;
import dev.peregrine.policy.yaml.Suggestion;
import dev.peregrine.policy.yaml.YamlMapping;
import dev.peregrine.policy.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code reasons:} of a model: what an answer says of the inputs that raised the score. */
final class ModelReasonsReader {
    private static final Set<String> KEYS = PolicyReader.ordered("code", "text", "inputs");

    private final Model model;
    private final Set<Integer> seen = new HashSet<>();

    private ModelReasonsReader(Model model) {
        this.model = model;
    }

    static Optional<List<ModelReason>> read(YamlValue value, Model model) {
        if (model.marginCount() > 1) {
            value.problem("a model of several classes has no one margin to give reasons for");
            return Optional.empty();
        }
        if (model instanceof OnnxModel) {
            value.problem("an ONNX model has no contributions");
            return Optional.empty();
        }
        if (model instanceof TreeModel trees && !trees.hasCovers()) {
            value.problem(
                    "the model's file does not say how many rows came to each node"
                            + " (internal_count and leaf_count, or sum_hessian): without them there"
                            + " are no contributions");
            return Optional.empty();
        }
        return new ModelReasonsReader(model).read(value);
    }

    private Optional<List<ModelReason>> read(YamlValue value) {
        Optional<List<YamlValue>> list = value.list("a reason", BundleLimits.MAX_MODEL_REASONS);
        List<ModelReason> reasons = new ArrayList<>();
        for (YamlValue entry : list.orElse(List.of())) {
            entry.mapping(KEYS).flatMap(m -> reason(m.named("the reason"))).ifPresent(reasons::add);
        }
        return list.filter(entries -> entries.size() == reasons.size()).map(entries -> reasons);
    }

    private Optional<ModelReason> reason(YamlMapping mapping) {
        Optional<ReasonText> text = ReasonText.read(mapping);
        Optional<List<YamlValue>> names =
                mapping.require("inputs").flatMap(v -> v.list("an input", model.inputs().size()));
        List<Integer> inputs = new ArrayList<>();
        for (YamlValue name : names.orElse(List.of())) {
            input(name).ifPresent(inputs::add);
        }
        if (text.isEmpty() || names.isEmpty() || names.get().size() != inputs.size()) {
            return Optional.empty();
        }
        if (inputs.isEmpty()) {
            mapping.problemAt("inputs", "'inputs' is empty");
            return Optional.empty();
        }
        return Optional.of(new ModelReason(text.get().code(), text.get().text(), inputs));
    }

    private Optional<Integer> input(YamlValue value) {
        Optional<String> name = value.text(BundleLimits.MAX_TEXT_LENGTH);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        int input = model.inputs().indexOf(name.get());
        if (input < 0) {
            value.problem(
                    "the model has no input '"
                            + name.get()
                            + "'"
                            + Suggestion.of(name.get(), model.inputs()));
            return Optional.empty();
        }
        if (!seen.add(input)) {
            value.problem("input '" + name.get() + "' has a reason already");
            return Optional.empty();
        }
        return Optional.of(input);
    }
}
