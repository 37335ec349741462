package dev.peregrine.policy;

import dev.peregrine.policy.model.ModelSpec;
import java.util.List;
import java.util.Optional;

/**
 * A valid policy bundle. Made by {@link PolicyLoader}, or {@link PolicyBundleBuilder}.
 *
 * @param name name from {@code policy.yaml}
 * @param version version from {@code policy.yaml}; only goes up
 * @param hash SHA-256 of the bundle's content
 * @param baseCurrency ISO 4217 numeric code in which features count money
 * @param missingRate what happens to an amount without an exchange rate to the base currency
 * @param features entities and features
 * @param rules rules in order of file name, then place in the file; a rule's index here is its bit
 *     in the decision record
 * @param bands score thresholds
 * @param circuitBreaker when the policy is taken back by itself, if at all
 * @param deadlineNs how long callers of the gateway wait who do not say it, in nanoseconds
 * @param standIn what the gateway does where there is no decision in time; empty: an error
 * @param csvMapping how files are read, where the bundle says so
 * @param attributes the tenant's own attributes, ids ascending
 * @param lists the lists that rules look in, in order of the file; a list's index here is its
 *     number
 * @param parameters numbers that rules name, in order of the file
 * @param models models in order of their ids
 * @param champion id of the model whose calibrated margin is the score before rules; empty for none
 * @param challengers what is scored in shadow beside it, in order of the file; they decide nothing
 */
public record PolicyBundle(
        String name,
        int version,
        BundleHash hash,
        int baseCurrency,
        MissingRate missingRate,
        FeatureSet features,
        List<Rule> rules,
        ScoreBands bands,
        Optional<CircuitBreaker> circuitBreaker,
        Optional<Long> deadlineNs,
        Optional<StandIn> standIn,
        Optional<CsvMapping> csvMapping,
        List<AttributeSpec> attributes,
        List<ListSpec> lists,
        List<ParameterSpec> parameters,
        List<ModelSpec> models,
        Optional<String> champion,
        List<Challenger> challengers) {

    public PolicyBundle {
        rules = List.copyOf(rules);
        attributes = List.copyOf(attributes);
        lists = List.copyOf(lists);
        parameters = List.copyOf(parameters);
        models = List.copyOf(models);
        challengers = List.copyOf(challengers);
    }

    /** What happens to a transaction whose currency has no rate to the base currency. */
    public enum MissingRate {
        /** The event is refused. */
        REFUSE,
        /** The amount's minor units are taken as if they were the base currency's. */
        NATIVE
    }
}
