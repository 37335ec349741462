package dev.peregrine.policy;

import dev.cel.common.types.CelType;
import dev.peregrine.policy.model.Calibration;
import dev.peregrine.policy.model.Model;
import dev.peregrine.policy.model.ModelFormat;
import dev.peregrine.policy.model.ModelFormatException;
import dev.peregrine.policy.model.ModelInput;
import dev.peregrine.policy.model.ModelLimits;
import dev.peregrine.policy.model.ModelReason;
import dev.peregrine.policy.model.ModelSpec;
import dev.peregrine.policy.model.OnnxModel;
import dev.peregrine.policy.yaml.Problems;
import dev.peregrine.policy.yaml.Suggestion;
import dev.peregrine.policy.yaml.YamlMapping;
import dev.peregrine.policy.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads {@code models/*.yaml} and the files that they name. The id of a model is the name of its
 * YAML file. Its golden predictions are checked here, whatever loads the bundle.
 */
final class ModelsReader {
    private static final Set<String> KEYS =
            PolicyReader.ordered("format", "file", "golden", "inputs", "calibration", "reasons");
    private static final Map<String, ModelFormat> FORMATS =
            Names.byName(ModelFormat.values(), ModelFormat::externalName);
    private static final String FOLDER = BundleFiles.MODELS + "/";

    private final String directory;
    private final SortedMap<String, byte[]> files;
    private final Problems problems;
    private final ModelInputsReader inputsReader;
    private final boolean inSideLane;
    private final List<ModelSpec> models = new ArrayList<>();
    private final Map<String, Map<String, CelType>> fields = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();
    private final Map<String, YamlMapping> references = new LinkedHashMap<>();
    private boolean complete = true;
    private String champion;

    /**
     * @param directory the bundle's, for messages
     * @param files the bundle's
     * @param inSideLane whether the bundle is a challenger's, which the engine never runs
     */
    ModelsReader(
            String directory,
            SortedMap<String, byte[]> files,
            Problems problems,
            ModelInputsReader inputsReader,
            boolean inSideLane) {
        this.inSideLane = inSideLane;
        this.directory = directory;
        this.files = files;
        this.problems = problems;
        this.inputsReader = inputsReader;
    }

    /** The models; complete only when no problem was told. */
    List<ModelSpec> models() {
        return models;
    }

    /** Outputs of all named models; all that there can be for one that cannot be read. */
    Map<String, Map<String, CelType>> fields() {
        return fields;
    }

    Optional<String> champion() {
        return Optional.ofNullable(champion);
    }

    /** A YAML file could not be read: which files are strays is not known. */
    void incomplete() {
        complete = false;
    }

    /** Reads a model. */
    void read(String path, YamlValue root) {
        String id = path.substring(FOLDER.length(), path.length() - ".yaml".length());
        if (!Names.isIdentifier(id)) {
            root.problem("'" + id + "' is no name of a model: a letter, then letters, digits or _");
            return;
        }
        if (fields.size() == ModelLimits.MAX_MODELS) {
            root.problem("more than " + ModelLimits.MAX_MODELS + " models");
            return;
        }
        fields.put(id, CelVariables.modelOutputs(everyOutput()));
        Optional<YamlMapping> mapping = root.mapping(KEYS);
        if (mapping.isEmpty()) {
            complete = false;
            return;
        }
        YamlMapping spec = mapping.get().named("model '" + id + "'");
        var format = spec.require("format").flatMap(v -> v.choice("format", FORMATS));
        var file = spec.require("file").flatMap(this::file);
        boolean learns = format.filter(ModelFormat.ONLINE::equals).isPresent();
        var goldenValue = learns ? spec.find("golden") : spec.require("golden");
        var golden = goldenValue.flatMap(this::file);
        boolean goldenWrong = golden.isEmpty() && (!learns || goldenValue.isPresent());
        var inputs = spec.require("inputs").flatMap(YamlValue::anyMapping);
        if (format.isEmpty() || file.isEmpty() || goldenWrong || inputs.isEmpty()) {
            return;
        }
        Optional<Model> model = model(format.get(), file.get());
        if (model.isEmpty()) {
            return;
        }
        if (model.get() instanceof OnnxModel) {
            fields.remove(id);
        } else {
            fields.put(id, CelVariables.modelOutputs(model.get().outputs()));
        }
        Optional<List<ModelInput>> read =
                inputsReader.read(inputs.get().named("'inputs'"), model.get());
        Optional<Calibration> calibration =
                spec.find("calibration").flatMap(v -> CalibrationReader.read(v, model.get()));
        boolean calibrationWrong = spec.has("calibration") && calibration.isEmpty();
        Optional<List<ModelReason>> reasons =
                spec.has("reasons")
                        ? spec.find("reasons").flatMap(v -> ModelReasonsReader.read(v, model.get()))
                        : Optional.of(List.of());
        if (learns && spec.has("reasons")) {
            spec.problemAt("reasons", "a model that learns online gives no reasons");
            return;
        }
        if (read.isEmpty()
                || (golden.isPresent() && !isGolden(golden.get(), model.get(), read.get()))
                || calibrationWrong
                || reasons.isEmpty()) {
            return;
        }
        references.put(id, inputs.get());
        models.add(
                new ModelSpec(
                        id,
                        format.get(),
                        files.get(file.get()).length,
                        digest(path, file.get()),
                        model.get(),
                        read.get(),
                        calibration,
                        reasons.get()));
    }

    private static List<String> everyOutput() {
        List<String> outputs = new ArrayList<>(List.of("margin", "probability", "value"));
        for (int i = 0; i < ModelLimits.MAX_CLASSES; i++) {
            outputs.add("margin_" + i);
            outputs.add("class_" + i);
        }
        return outputs;
    }

    /** Path in the bundle of a file beside the model's. */
    private Optional<String> file(YamlValue value) {
        Optional<String> name = value.text(BundleLimits.MAX_TEXT_LENGTH);
        if (name.isEmpty()) {
            complete = false;
            return Optional.empty();
        }
        String path = FOLDER + name.get();
        used.add(path);
        if (name.get().contains("/") || !files.containsKey(path)) {
            List<String> there =
                    files.keySet().stream()
                            .filter(f -> f.startsWith(FOLDER) && !f.endsWith(".yaml"))
                            .map(f -> f.substring(FOLDER.length()))
                            .toList();
            value.problem(
                    "no file '" + name.get() + "' in " + FOLDER + Suggestion.of(name.get(), there));
            complete = false;
            return Optional.empty();
        }
        return Optional.of(path);
    }

    private Optional<Model> model(ModelFormat format, String path) {
        try {
            return Optional.of(format.read(files.get(path)));
        } catch (ModelFormatException e) {
            tell(path, e);
            return Optional.empty();
        }
    }

    private boolean isGolden(String path, Model model, List<ModelInput> inputs) {
        try {
            return new GoldenCheck(model, inputs, files.get(path)).check() > 0;
        } catch (ModelFormatException e) {
            tell(path, e);
            return false;
        }
    }

    private void tell(String path, ModelFormatException e) {
        problems.addFile(
                directory + "/" + path + ":" + e.line() + ":" + e.column(),
                BundleFiles.order(path),
                e.getMessage());
    }

    private String digest(String... paths) {
        SortedMap<String, byte[]> of = new TreeMap<>();
        for (String path : paths) {
            of.put(path, files.get(path));
        }
        return BundleHasher.hash(of).hex();
    }

    /** Tells inputs that name an output that no model has, or lead back to their own model. */
    void checkReferences() {
        ModelReferences graph = new ModelReferences(models);
        for (ModelSpec model : models) {
            for (ModelInput input : model.inputs()) {
                if (input.output() != null) {
                    check(model.id(), input, graph);
                }
            }
        }
    }

    private void check(String id, ModelInput input, ModelReferences graph) {
        YamlValue place = references.get(id).find(input.name()).orElseThrow();
        String of = input.output().model();
        Map<String, CelType> outputs = fields.get(of);
        if (outputs == null) {
            place.problem("unknown model '" + of + "'" + Suggestion.of(of, fields.keySet()));
        } else if (!outputs.containsKey(input.output().name())) {
            place.problem(
                    "model '"
                            + of
                            + "' has no output '"
                            + input.output().name()
                            + "'"
                            + Suggestion.of(input.output().name(), outputs.keySet()));
        } else if (graph.reads(of, id)) {
            place.problem("model '" + of + "' reads what model '" + id + "' says, directly or not");
        }
    }

    /** Tells files in {@code models/} that no model names. */
    void refuseStrayFiles() {
        for (String path : files.keySet()) {
            boolean data = path.startsWith(FOLDER) && !path.endsWith(".yaml");
            if (complete && data && !used.contains(path)) {
                problems.addFile(
                        directory + "/" + path,
                        BundleFiles.order(path),
                        "no model names this file");
            }
        }
    }

    /** Takes the champion that {@code policy.yaml} names. */
    void champion(YamlValue value) {
        Optional<String> id = value.text(BundleLimits.MAX_NAME_LENGTH);
        if (id.isEmpty()) {
            return;
        }
        boolean isOnnx =
                models.stream()
                        .anyMatch(m -> m.id().equals(id.get()) && m.model() instanceof OnnxModel);
        if (isOnnx && !inSideLane) {
            value.problem(
                    "model '"
                            + id.get()
                            + "' is ONNX, which runs in the side lane only: name it as the champion"
                            + " of a challenger");
            return;
        }
        if (!isOnnx && !fields.containsKey(id.get())) {
            value.problem(
                    "unknown model '"
                            + id.get()
                            + "'"
                            + (fields.isEmpty()
                                    ? "; there are none in " + FOLDER
                                    : Suggestion.of(id.get(), fields.keySet())));
            return;
        }
        champion = id.get();
        for (ModelSpec model : models) {
            if (model.id().equals(champion) && model.calibration().isEmpty()) {
                value.problem(
                        "champion '"
                                + champion
                                + "' has no calibration: say in "
                                + FOLDER
                                + champion
                                + ".yaml how its margin becomes a score");
            }
        }
    }
}
