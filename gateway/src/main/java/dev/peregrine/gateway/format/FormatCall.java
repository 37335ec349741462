package dev.peregrine.gateway.format;

import dev.peregrine.client.AttributeDictionary;
import dev.peregrine.gateway.mapping.TokenHash;
import java.util.function.UnaryOperator;

/**
 * What is known of a message besides its body.
 *
 * @param attributes that the tenant declares
 * @param tokens for this call's thread
 * @param nowNs time of day, nanoseconds since 1970
 * @param headers a header's value by its name; null when it is absent
 */
public record FormatCall(
        AttributeDictionary attributes,
        TokenHash tokens,
        long nowNs,
        UnaryOperator<String> headers) {}
