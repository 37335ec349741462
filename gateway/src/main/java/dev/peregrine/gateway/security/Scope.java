package dev.peregrine.gateway.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a key or a token is for. None of them includes another. */
public enum Scope {
    /** Ask for decisions. */
    DECIDE,
    /** Tell what happened already, and what became of payments. */
    REPORT,
    /** Read the evidence of decisions. */
    READ,
    /** Read metrics, which name all tenants. */
    METRICS,
    /** Use the admin port. */
    ADMIN;

    private static final String TOKEN_PREFIX = "peregrine:";
    private static final Map<String, Scope> BY_NAME =
            Arrays.stream(values())
                    .collect(
                            Collectors.toUnmodifiableMap(Scope::externalName, Function.identity()));

    /** Name in files and on the command line. */
    public String externalName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Name in the {@code scope} of a token, where other services have scopes as well. */
    public String tokenName() {
        return TOKEN_PREFIX + externalName();
    }

    /** All scopes by their names in files. */
    public static Map<String, Scope> byName() {
        return BY_NAME;
    }

    /** The scope of a name in a token; empty for another service's. */
    static Optional<Scope> ofToken(String name) {
        return name.startsWith(TOKEN_PREFIX)
                ? Optional.ofNullable(BY_NAME.get(name.substring(TOKEN_PREFIX.length())))
                : Optional.empty();
    }
}
