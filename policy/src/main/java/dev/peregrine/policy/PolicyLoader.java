package dev.peregrine.policy;

import dev.peregrine.policy.expression.ExpressionTranslator;
import dev.peregrine.policy.yaml.Problems;
import dev.peregrine.policy.yaml.SourceText;
import dev.peregrine.policy.yaml.YamlReader;
import dev.peregrine.policy.yaml.YamlValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads a policy bundle from its directory and validates it as a whole. Every mistake is found in
 * one go. Reads files; any thread.
 */
public final class PolicyLoader {
    private final Path dir;
    private final Problems problems;
    private final SortedMap<String, byte[]> files;
    private final boolean inSideLane;

    private PolicyLoader(
            Path dir, Problems problems, SortedMap<String, byte[]> files, boolean inSideLane) {
        this.inSideLane = inSideLane;
        this.dir = dir;
        this.problems = problems;
        this.files = files;
    }

    /**
     * Loads a bundle.
     *
     * @param dir directory with {@code policy.yaml}, {@code features.yaml}, {@code rules/*.yaml}
     *     and, where they are needed, {@code attributes.yaml}, {@code zones.yaml}, {@code
     *     lists.yaml}, {@code parameters.yaml}, {@code models/} and {@code input.yaml}
     * @throws PolicyException naming every mistake by file, line and column
     */
    public static PolicyBundle load(Path dir) throws PolicyException {
        Problems problems = new Problems();
        return load(dir, problems, BundleFiles.read(dir, problems));
    }

    static PolicyBundle load(Path dir, Problems problems, SortedMap<String, byte[]> files)
            throws PolicyException {
        return new PolicyLoader(dir, problems, files, false).load();
    }

    private PolicyBundle load() throws PolicyException {
        Optional<PolicyReader.Policy> policy = yaml(BundleFiles.POLICY).flatMap(PolicyReader::read);
        Vocabulary vocabulary =
                new Vocabulary(
                        dir.toString(),
                        optional(BundleFiles.ATTRIBUTES, AttributesReader::read),
                        optional(BundleFiles.ZONES, ZonesReader::read));
        ListVocabulary lists = new ListVocabulary(optional(BundleFiles.LISTS, ListsReader::read));
        ParameterVocabulary parameters =
                new ParameterVocabulary(optional(BundleFiles.PARAMETERS, ParametersReader::read));
        Optional<FeaturesReader> features =
                yaml(BundleFiles.FEATURES).map(root -> FeaturesReader.read(root, vocabulary));
        ModelsReader models = models(vocabulary, features);
        policy.flatMap(PolicyReader.Policy::champion).ifPresent(models::champion);
        RulesReader rules =
                new RulesReader(
                        new RuleExpressionCompiler(
                                CelScope.ofRules(
                                        features.map(FeaturesReader::fields).orElse(Map.of()),
                                        vocabulary.attributeFields().orElse(Map.of()),
                                        lists.fields(),
                                        parameters.fields(),
                                        models.fields())),
                        new ExpressionTranslator(
                                vocabulary.attributes(), lists.valid(), parameters.valid()),
                        features.isPresent()
                                && vocabulary.attributeFields().isPresent()
                                && lists.isKnown()
                                && parameters.isKnown());
        for (String path : files.keySet()) {
            if (path.startsWith(BundleFiles.RULES + "/")) {
                yaml(path).ifPresent(root -> rules.readFile(path, root));
            }
        }
        Optional<CsvMapping> csvMapping = yaml(BundleFiles.INPUT).flatMap(CsvMappingReader::read);
        if (!problems.isEmpty() || policy.isEmpty() || features.isEmpty()) {
            throw new PolicyException(problems.messages());
        }
        PolicyBundle bundle =
                new PolicyBundleBuilder(
                                policy.get().name(),
                                policy.get().version(),
                                BundleHasher.hash(files),
                                policy.get().baseCurrency(),
                                features.get().featureSet(),
                                policy.get().bands())
                        .missingRate(policy.get().missingRate())
                        .circuitBreaker(policy.get().circuitBreaker())
                        .gateway(policy.get().deadline(), policy.get().standIn())
                        .rules(rules.rules())
                        .csvMapping(csvMapping)
                        .attributes(vocabulary.attributes())
                        .lists(lists.valid())
                        .parameters(parameters.valid())
                        .models(models.models(), models.champion())
                        .build();
        return PolicyBundleBuilder.from(bundle)
                .challengers(challengers(policy.get(), bundle))
                .build();
    }

    private List<Challenger> challengers(PolicyReader.Policy policy, PolicyBundle bundle)
            throws PolicyException {
        Map<String, PolicyBundle> policies = new TreeMap<>();
        Map<String, SortedMap<String, byte[]>> nested = BundleFiles.challengers(files);
        for (Map.Entry<String, SortedMap<String, byte[]>> entry : nested.entrySet()) {
            Path directory = dir.resolve(BundleFiles.CHALLENGERS).resolve(entry.getKey());
            policies.put(
                    entry.getKey(),
                    new PolicyLoader(directory, new Problems(), entry.getValue(), true).load());
        }
        ChallengersReader reader = new ChallengersReader(bundle, policies);
        List<Challenger> challengers =
                policy.challengers()
                        .map(value -> reader.read(value, policy.challengerBudget()))
                        .orElse(List.of());
        for (String directory : reader.unused()) {
            String path = BundleFiles.CHALLENGERS + "/" + directory;
            problems.addFile(
                    dir.resolve(path).toString(),
                    BundleFiles.order(path),
                    "no challenger of " + BundleFiles.POLICY + " is this policy");
        }
        if (!problems.isEmpty()) {
            throw new PolicyException(problems.messages());
        }
        return challengers;
    }

    private ModelsReader models(Vocabulary vocabulary, Optional<FeaturesReader> features) {
        ModelsReader models =
                new ModelsReader(
                        dir.toString(),
                        files,
                        problems,
                        new ModelInputsReader(vocabulary, features.map(FeaturesReader::fields)),
                        inSideLane);
        for (String path : files.keySet()) {
            if (path.startsWith(BundleFiles.MODELS + "/") && path.endsWith(".yaml")) {
                yaml(path).ifPresentOrElse(root -> models.read(path, root), models::incomplete);
            }
        }
        models.refuseStrayFiles();
        models.checkReferences();
        return models;
    }

    /** What a file says that need not be there; empty when it cannot be read. */
    private <T> Optional<Map<String, Optional<T>>> optional(
            String path, Function<YamlValue, Map<String, Optional<T>>> read) {
        return files.containsKey(path) ? yaml(path).map(read) : Optional.of(Map.of());
    }

    private Optional<YamlValue> yaml(String path) {
        byte[] content = files.get(path);
        if (content == null) {
            return Optional.empty();
        }
        String name = dir.resolve(path).toString();
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
            SourceText source = new SourceText(name, BundleFiles.order(path), text);
            return YamlReader.read(source, text, problems);
        } catch (CharacterCodingException e) {
            problems.addFile(name, BundleFiles.order(path), "is not UTF-8");
            return Optional.empty();
        }
    }
}
