package dev.peregrine.policy;

import dev.peregrine.policy.CircuitBreaker.Band;
import dev.peregrine.policy.yaml.YamlMapping;
import dev.peregrine.policy.yaml.YamlValue;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Reads {@code circuit_breaker} of {@code policy.yaml}. */
final class CircuitBreakerReader {
    private static final String KEY = "circuit_breaker";
    private static final Set<String> KEYS =
            PolicyReader.ordered("window", "min_decisions", "decline_rate", "challenge_rate");
    private static final Set<String> BAND_KEYS = PolicyReader.ordered("min", "max");
    private static final long MIN_WINDOW_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long MAX_WINDOW_NS = TimeUnit.HOURS.toNanos(24);
    private static final int MAX_DECISIONS = 100_000_000;

    private CircuitBreakerReader() {}

    static Optional<CircuitBreaker> read(YamlValue value) {
        Optional<YamlMapping> mapping = value.mapping(KEYS);
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        YamlMapping breaker = mapping.get().named(KEY);
        var window =
                breaker.require("window").flatMap(v -> v.durationNs(MIN_WINDOW_NS, MAX_WINDOW_NS));
        var least = breaker.require("min_decisions").flatMap(v -> v.integer(1, MAX_DECISIONS));
        if (!breaker.has("decline_rate") && !breaker.has("challenge_rate")) {
            breaker.problem(
                    "circuit_breaker watches nothing: give it a decline_rate or a challenge_rate");
            return Optional.empty();
        }
        Optional<Band> decline = band(breaker, "decline_rate");
        Optional<Band> challenge = band(breaker, "challenge_rate");
        if (window.isEmpty() || least.isEmpty() || decline.isEmpty() || challenge.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new CircuitBreaker(window.get(), least.get(), decline.get(), challenge.get()));
    }

    private static Optional<Band> band(YamlMapping breaker, String key) {
        Optional<YamlValue> value = breaker.find(key);
        if (value.isEmpty()) {
            return Optional.of(Band.ANY);
        }
        Optional<YamlMapping> mapping = value.get().mapping(BAND_KEYS);
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        YamlMapping band = mapping.get().named(key);
        if (!band.has("min") && !band.has("max")) {
            band.problem(key + " needs a 'min' or a 'max'");
            return Optional.empty();
        }
        Optional<Double> min = share(band, "min", 0);
        Optional<Double> max = share(band, "max", 1);
        if (min.isEmpty() || max.isEmpty()) {
            return Optional.empty();
        }
        if (min.get() > max.get()) {
            band.problem("the band of " + key + " ends before it begins");
            return Optional.empty();
        }
        return Optional.of(new Band(min.get(), max.get()));
    }

    private static Optional<Double> share(YamlMapping band, String key, double otherwise) {
        Optional<YamlValue> value = band.find(key);
        return value.isEmpty() ? Optional.of(otherwise) : value.get().number(0, 1);
    }
}
