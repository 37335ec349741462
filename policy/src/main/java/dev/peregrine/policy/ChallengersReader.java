package dev.peregrine.policy;

import dev.peregrine.policy.model.ModelSpec;
import dev.peregrine.policy.yaml.Suggestion;
import dev.peregrine.policy.yaml.YamlMapping;
import dev.peregrine.policy.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code challengers:} of {@code policy.yaml} once the bundle itself is read. */
final class ChallengersReader {
    private static final Set<String> KEYS =
            PolicyReader.ordered("policy", "hash", "champion", "rules");
    private static final Set<String> BUDGET_KEYS = PolicyReader.ordered("features", "entities");
    private static final int HASH_LENGTH = 64;

    private final PolicyBundle bundle;
    private final Map<String, PolicyBundle> policies;
    private final Set<String> used = new HashSet<>();

    /**
     * @param bundle without its challengers
     * @param policies those in {@code challengers/}, by directory
     */
    ChallengersReader(PolicyBundle bundle, Map<String, PolicyBundle> policies) {
        this.bundle = bundle;
        this.policies = policies;
    }

    /** Reads {@code challenger_budget:}. */
    static Optional<ChallengerBudget> budget(YamlValue value) {
        Optional<YamlMapping> mapping = value.mapping(BUDGET_KEYS);
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        YamlMapping budget = mapping.get().named("challenger_budget");
        var features =
                budget.require("features").flatMap(v -> v.integer(0, BundleLimits.MAX_FEATURES));
        var entities =
                budget.require("entities").flatMap(v -> v.integer(0, BundleLimits.MAX_ENTITIES));
        return features.isEmpty() || entities.isEmpty()
                ? Optional.empty()
                : Optional.of(new ChallengerBudget(features.get(), entities.get()));
    }

    /** Directories in {@code challengers/} that no challenger named, after {@link #read}. */
    Set<String> unused() {
        Set<String> unused = new HashSet<>(policies.keySet());
        unused.removeAll(used);
        return unused;
    }

    /** The challengers in order of the file; mistakes are told. */
    List<Challenger> read(YamlValue value, ChallengerBudget budget) {
        List<Challenger> challengers = new ArrayList<>();
        Optional<YamlMapping> mapping = value.anyMapping();
        if (mapping.isEmpty()) {
            return challengers;
        }
        for (String name : mapping.get().keys()) {
            if (!Names.isIdentifier(name)) {
                mapping.get()
                        .problemAt(
                                name,
                                "'"
                                        + name
                                        + "' is no name of a challenger: a letter, then letters,"
                                        + " digits or _");
            } else if (challengers.size() == BundleLimits.MAX_CHALLENGERS) {
                mapping.get()
                        .problemAt(
                                name, "more than " + BundleLimits.MAX_CHALLENGERS + " challengers");
            } else {
                mapping.get()
                        .find(name)
                        .flatMap(v -> v.mapping(KEYS))
                        .flatMap(m -> challenger(name, m.named("challenger '" + name + "'")))
                        .ifPresent(challengers::add);
            }
        }
        checkBudget(value, challengers, budget);
        return challengers;
    }

    private void checkBudget(YamlValue place, List<Challenger> list, ChallengerBudget budget) {
        FeatureSet added =
                ChallengerFeatures.of(PolicyBundleBuilder.from(bundle).challengers(list).build())
                        .added();
        check(place, "features", added.features().size(), budget.features());
        check(place, "entity types", added.entities().size(), budget.entities());
    }

    private static void check(YamlValue place, String what, int count, int most) {
        if (count > most) {
            place.problem(
                    "the challengers need "
                            + count
                            + " "
                            + what
                            + " that the policy does not have; challenger_budget allows "
                            + most);
        }
    }

    private Optional<Challenger> challenger(String name, YamlMapping spec) {
        boolean isVariant = spec.has("champion") || spec.has("rules");
        if (spec.has("policy") == isVariant || (spec.has("hash") && isVariant)) {
            spec.problem(
                    spec.name()
                            + " has either 'policy' (and 'hash') or 'champion', 'rules' or both");
            return Optional.empty();
        }
        return isVariant ? variant(name, spec) : policy(name, spec);
    }

    private Optional<Challenger> policy(String name, YamlMapping spec) {
        YamlValue value = spec.find("policy").orElseThrow();
        Optional<String> directory = value.text(BundleLimits.MAX_NAME_LENGTH);
        if (directory.isEmpty()) {
            return Optional.empty();
        }
        PolicyBundle policy = policies.get(directory.get());
        if (policy == null) {
            value.problem(
                    "no policy '"
                            + directory.get()
                            + "' in "
                            + BundleFiles.CHALLENGERS
                            + "/"
                            + Suggestion.of(directory.get(), policies.keySet()));
            return Optional.empty();
        }
        used.add(directory.get());
        Optional<YamlValue> hash = spec.find("hash");
        Optional<String> pinned = hash.flatMap(v -> v.text(HASH_LENGTH));
        if (hash.isPresent() && !pinned.equals(Optional.of(policy.hash().hex()))) {
            hash.get().problem("the policy's hash is " + policy.hash().hex());
            return Optional.empty();
        }
        String fault = fault(policy);
        if (fault != null) {
            value.problem(fault);
            return Optional.empty();
        }
        return Optional.of(new Challenger(name, Challenger.Kind.POLICY, policy));
    }

    /** Why a policy cannot be run beside the bundle; null when it can. */
    private String fault(PolicyBundle policy) {
        if (!policy.challengers().isEmpty()) {
            return "a challenger has no challengers";
        }
        if (policy.baseCurrency() != bundle.baseCurrency()
                || policy.missingRate() != bundle.missingRate()) {
            return "a challenger has the base_currency and missing_rate of the policy";
        }
        for (AttributeSpec attribute : policy.attributes()) {
            if (!bundle.attributes().contains(attribute)) {
                return "attribute '"
                        + attribute.name()
                        + "' is not declared alike in the policy: clients would not send it";
            }
        }
        for (ListSpec list : policy.lists()) {
            boolean known =
                    bundle.lists().stream()
                            .anyMatch(
                                    l -> l.name().equals(list.name()) && l.match() == list.match());
            if (!known) {
                return "list '"
                        + list.name()
                        + "' is not declared alike in the policy: nothing could be put on it";
            }
        }
        return null;
    }

    private Optional<Challenger> variant(String name, YamlMapping spec) {
        PolicyBundleBuilder variant = PolicyBundleBuilder.from(bundle);
        Optional<YamlValue> champion = spec.find("champion");
        if (champion.isPresent()) {
            Optional<ModelSpec> model = champion.flatMap(this::champion);
            if (model.isEmpty()) {
                return Optional.empty();
            }
            variant.models(bundle.models(), Optional.of(model.get().id()));
        }
        Optional<YamlValue> rules = spec.find("rules");
        if (rules.isPresent()) {
            Optional<List<Rule>> changed = rules.flatMap(this::rules);
            if (changed.isEmpty()) {
                return Optional.empty();
            }
            variant.rules(changed.get());
        }
        return Optional.of(new Challenger(name, Challenger.Kind.VARIANT, variant.build()));
    }

    private Optional<ModelSpec> champion(YamlValue value) {
        Optional<String> id = value.text(BundleLimits.MAX_NAME_LENGTH);
        Optional<ModelSpec> model =
                id.flatMap(i -> bundle.models().stream().filter(m -> m.id().equals(i)).findFirst());
        if (id.isPresent() && model.isEmpty()) {
            value.problem(
                    "unknown model '"
                            + id.get()
                            + "'"
                            + Suggestion.of(
                                    id.get(),
                                    bundle.models().stream().map(ModelSpec::id).toList()));
        } else if (model.isPresent() && model.get().calibration().isEmpty()) {
            value.problem("model '" + id.get() + "' has no calibration");
            return Optional.empty();
        }
        return model;
    }

    /** All rules, those named no longer in shadow. */
    private Optional<List<Rule>> rules(YamlValue value) {
        Optional<List<YamlValue>> names = value.list("a rule", BundleLimits.MAX_RULES);
        List<Rule> rules = new ArrayList<>(bundle.rules());
        boolean valid = names.isPresent();
        for (YamlValue entry : names.orElse(List.of())) {
            Optional<String> id = entry.text(BundleLimits.MAX_NAME_LENGTH);
            int place = id.map(i -> place(rules, i)).orElse(-1);
            if (id.isPresent() && place < 0) {
                entry.problem(
                        "unknown rule '"
                                + id.get()
                                + "'"
                                + Suggestion.of(id.get(), rules.stream().map(Rule::id).toList()));
            } else if (place >= 0 && !rules.get(place).shadow()) {
                entry.problem("rule '" + id.get() + "' is no shadow rule: it acts already");
                valid = false;
            }
            valid &= place >= 0;
            if (place >= 0) {
                rules.set(place, rules.get(place).inUse());
            }
        }
        return valid ? Optional.of(rules) : Optional.empty();
    }

    private static int place(List<Rule> rules, String id) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }
}
