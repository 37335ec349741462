package dev.peregrine.gateway.iso8583;

import dev.peregrine.gateway.json.EventKind;
import dev.peregrine.gateway.mapping.MappedFields;
import java.util.function.Supplier;

/**
 * A message as a request.
 *
 * @param kind what it is about
 * @param fields of the request
 * @param withOriginal the same reversal with its payment, made of the message; null when the
 *     message does not tell enough
 */
record MappedRequest(EventKind kind, MappedFields fields, Supplier<MappedFields> withOriginal) {}
