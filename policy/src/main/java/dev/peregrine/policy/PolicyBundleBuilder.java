package dev.peregrine.policy;

import dev.peregrine.policy.model.ModelSpec;
import java.util.List;
import java.util.Optional;

/**
 * Makes a {@link PolicyBundle} out of what a bundle must have, or out of another one. One thread.
 */
public final class PolicyBundleBuilder {
    private final String name;
    private int version;
    private BundleHash hash;
    private final int baseCurrency;
    private PolicyBundle.MissingRate missingRate = PolicyBundle.MissingRate.REFUSE;
    private FeatureSet features;
    private List<Rule> rules = List.of();
    private final ScoreBands bands;
    private Optional<CircuitBreaker> circuitBreaker = Optional.empty();
    private Optional<Long> deadlineNs = Optional.empty();
    private Optional<StandIn> standIn = Optional.empty();
    private Optional<CsvMapping> csvMapping = Optional.empty();
    private List<AttributeSpec> attributes = List.of();
    private List<ListSpec> lists = List.of();
    private List<ParameterSpec> parameters = List.of();
    private List<ModelSpec> models = List.of();
    private Optional<String> champion = Optional.empty();
    private List<Challenger> challengers = List.of();

    /** A bundle that has neither rules, nor models, nor lists, nor attributes of its own. */
    public PolicyBundleBuilder(
            String name,
            int version,
            BundleHash hash,
            int baseCurrency,
            FeatureSet features,
            ScoreBands bands) {
        this.name = name;
        this.version = version;
        this.hash = hash;
        this.baseCurrency = baseCurrency;
        this.features = features;
        this.bands = bands;
    }

    /** A copy of another bundle, its hash included. */
    public static PolicyBundleBuilder from(PolicyBundle bundle) {
        return new PolicyBundleBuilder(
                        bundle.name(),
                        bundle.version(),
                        bundle.hash(),
                        bundle.baseCurrency(),
                        bundle.features(),
                        bundle.bands())
                .missingRate(bundle.missingRate())
                .rules(bundle.rules())
                .circuitBreaker(bundle.circuitBreaker())
                .gateway(bundle.deadlineNs(), bundle.standIn())
                .csvMapping(bundle.csvMapping())
                .attributes(bundle.attributes())
                .lists(bundle.lists())
                .parameters(bundle.parameters())
                .models(bundle.models(), bundle.champion())
                .challengers(bundle.challengers());
    }

    /** Makes it another bundle: one of that hash and version. */
    public PolicyBundleBuilder hash(BundleHash value, int newVersion) {
        hash = value;
        version = newVersion;
        return this;
    }

    public PolicyBundleBuilder missingRate(PolicyBundle.MissingRate value) {
        missingRate = value;
        return this;
    }

    public PolicyBundleBuilder features(FeatureSet value) {
        features = value;
        return this;
    }

    public PolicyBundleBuilder rules(List<Rule> value) {
        rules = value;
        return this;
    }

    public PolicyBundleBuilder circuitBreaker(Optional<CircuitBreaker> value) {
        circuitBreaker = value;
        return this;
    }

    /** What the gateway heeds: how long callers wait, and what they get when that was too short. */
    public PolicyBundleBuilder gateway(Optional<Long> deadline, Optional<StandIn> standInTable) {
        deadlineNs = deadline;
        standIn = standInTable;
        return this;
    }

    public PolicyBundleBuilder csvMapping(Optional<CsvMapping> value) {
        csvMapping = value;
        return this;
    }

    public PolicyBundleBuilder attributes(List<AttributeSpec> value) {
        attributes = value;
        return this;
    }

    public PolicyBundleBuilder lists(List<ListSpec> value) {
        lists = value;
        return this;
    }

    /** Parameters; their values are what rules are compiled with. */
    public PolicyBundleBuilder parameters(List<ParameterSpec> value) {
        parameters = value;
        return this;
    }

    /**
     * Models, in order of their ids.
     *
     * @param championId the model whose calibrated margin is the score before rules, if any
     */
    public PolicyBundleBuilder models(List<ModelSpec> value, Optional<String> championId) {
        models = value;
        champion = championId;
        return this;
    }

    public PolicyBundleBuilder challengers(List<Challenger> value) {
        challengers = value;
        return this;
    }

    public PolicyBundle build() {
        return new PolicyBundle(
                name,
                version,
                hash,
                baseCurrency,
                missingRate,
                features,
                rules,
                bands,
                circuitBreaker,
                deadlineNs,
                standIn,
                csvMapping,
                attributes,
                lists,
                parameters,
                models,
                champion,
                challengers);
    }
}
