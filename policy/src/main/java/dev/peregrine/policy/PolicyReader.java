package dev.peregrine.policy;

import dev.peregrine.policy.yaml.Suggestion;
import dev.peregrine.policy.yaml.YamlMapping;
import dev.peregrine.policy.yaml.YamlValue;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Reads {@code policy.yaml}. */
final class PolicyReader {
    private static final Set<String> KEYS =
            ordered(
                    "name",
                    "version",
                    "base_currency",
                    "missing_rate",
                    "champion",
                    "challengers",
                    "challenger_budget",
                    "score",
                    "circuit_breaker",
                    "deadline",
                    "stand_in");
    private static final Set<String> SCORE_KEYS = ordered("base", "challenge", "review", "decline");
    private static final long MIN_DEADLINE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MAX_DEADLINE_NS = TimeUnit.MINUTES.toNanos(1);
    private static final Map<String, PolicyBundle.MissingRate> MISSING_RATES =
            Map.of(
                    "refuse", PolicyBundle.MissingRate.REFUSE,
                    "native", PolicyBundle.MissingRate.NATIVE);

    private PolicyReader() {}

    /**
     * What {@code policy.yaml} says.
     *
     * @param name name
     * @param version version
     * @param baseCurrency ISO 4217 numeric code
     * @param missingRate what happens without an exchange rate
     * @param bands score thresholds
     * @param circuitBreaker when the policy is taken back by itself, if at all
     * @param deadline how long callers wait who do not say it, in nanoseconds
     * @param standIn what is done where there is no decision in time, if anything
     * @param champion where it names the champion; empty when it names none
     * @param challengers where it names challengers; empty when it names none
     * @param challengerBudget what these may add
     */
    record Policy(
            String name,
            int version,
            int baseCurrency,
            PolicyBundle.MissingRate missingRate,
            ScoreBands bands,
            Optional<CircuitBreaker> circuitBreaker,
            Optional<Long> deadline,
            Optional<StandIn> standIn,
            Optional<YamlValue> champion,
            Optional<YamlValue> challengers,
            ChallengerBudget challengerBudget) {}

    static Set<String> ordered(String... keys) {
        Map<String, Boolean> set = new LinkedHashMap<>();
        for (String key : keys) {
            set.put(key, true);
        }
        return set.keySet();
    }

    static Optional<Policy> read(YamlValue root) {
        Optional<YamlMapping> mapping = root.mapping(KEYS);
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        YamlMapping policy = mapping.get().named(BundleFiles.POLICY);
        var name = policy.require("name").flatMap(v -> Names.id(v, "policy name"));
        var version = policy.require("version").flatMap(v -> v.integer(1, Integer.MAX_VALUE));
        var currency = policy.require("base_currency").flatMap(PolicyReader::currency);
        var missingRate =
                policy.require("missing_rate")
                        .flatMap(v -> v.choice("missing_rate", MISSING_RATES));
        Optional<YamlValue> champion = policy.find("champion");
        var bands = policy.require("score").flatMap(v -> bands(v, champion.isPresent()));
        var breaker = policy.find("circuit_breaker");
        Optional<CircuitBreaker> circuitBreaker = breaker.flatMap(CircuitBreakerReader::read);
        var deadline = policy.find("deadline");
        Optional<Long> deadlineNs =
                deadline.flatMap(v -> v.durationNs(MIN_DEADLINE_NS, MAX_DEADLINE_NS));
        var standInValue = policy.find("stand_in");
        Optional<StandIn> standIn = standInValue.flatMap(StandInReader::read);
        Optional<ChallengerBudget> budget =
                policy.has("challenger_budget")
                        ? policy.find("challenger_budget").flatMap(ChallengersReader::budget)
                        : Optional.of(ChallengerBudget.DEFAULT);
        if (name.isEmpty()
                || budget.isEmpty()
                || deadline.isPresent() != deadlineNs.isPresent()
                || standInValue.isPresent() != standIn.isPresent()
                || breaker.isPresent() != circuitBreaker.isPresent()
                || version.isEmpty()
                || currency.isEmpty()
                || missingRate.isEmpty()
                || bands.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Policy(
                        name.get(),
                        version.get(),
                        currency.get(),
                        missingRate.get(),
                        bands.get(),
                        circuitBreaker,
                        deadlineNs,
                        standIn,
                        champion,
                        policy.find("challengers"),
                        budget.get()));
    }

    /** ISO 4217 numeric code of an alphabetic one. */
    static Optional<Integer> currency(YamlValue value) {
        return value.text(BundleLimits.MAX_NAME_LENGTH)
                .flatMap(code -> currency(code, value::problem));
    }

    /** The same of a text; what is wrong with it is told. */
    static Optional<Integer> currency(String code, Consumer<String> problem) {
        Set<String> known = new TreeSet<>();
        for (Currency currency : Currency.getAvailableCurrencies()) {
            if (currency.getCurrencyCode().equals(code)) {
                return Optional.of(currency.getNumericCode());
            }
            known.add(currency.getCurrencyCode());
        }
        String near = Suggestion.of(code, Set.of("EUR", "USD", "GBP", "CHF", "JPY"));
        if (near.isEmpty()) {
            near = Suggestion.of(code, known);
        }
        problem.accept("unknown currency '" + code + "' (ISO 4217 letters)" + near);
        return Optional.empty();
    }

    private static Optional<ScoreBands> bands(YamlValue value, boolean champion) {
        Optional<YamlMapping> mapping = value.mapping(SCORE_KEYS);
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        YamlMapping score = mapping.get().named("score");
        int max = ScoreBands.MAX_SCORE;
        if (champion && score.has("base")) {
            score.problemAt(
                    "base",
                    "'base' does not go with a champion: its calibrated margin is the base");
            return Optional.empty();
        }
        var base =
                champion ? Optional.of(0) : score.require("base").flatMap(v -> v.integer(0, max));
        var challenge = score.require("challenge").flatMap(v -> v.integer(0, max + 1));
        var review = score.require("review").flatMap(v -> v.integer(0, max + 1));
        var decline = score.require("decline").flatMap(v -> v.integer(0, max + 1));
        boolean ascending = isAscending(score, "challenge", challenge, "review", review);
        ascending &= isAscending(score, "review", review, "decline", decline);
        if (!ascending
                || base.isEmpty()
                || challenge.isEmpty()
                || review.isEmpty()
                || decline.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new ScoreBands(base.get(), challenge.get(), review.get(), decline.get()));
    }

    private static boolean isAscending(
            YamlMapping score,
            String lowName,
            Optional<Integer> low,
            String highName,
            Optional<Integer> high) {
        if (low.isEmpty() || high.isEmpty() || low.get() <= high.get()) {
            return true;
        }
        score.problemAt(
                highName,
                "score bands must ascend: "
                        + highName
                        + " "
                        + high.get()
                        + " is below "
                        + lowName
                        + " "
                        + low.get());
        return false;
    }
}
