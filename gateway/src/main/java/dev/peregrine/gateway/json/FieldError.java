package dev.peregrine.gateway.json;

/**
 * What is wrong with one field of a request.
 *
 * @param field name in JSON, or of the header
 * @param value its value, shortened; empty when it is missing or is not to be repeated
 * @param detail what is wrong, for people
 */
public record FieldError(String field, String value, String detail) {}
