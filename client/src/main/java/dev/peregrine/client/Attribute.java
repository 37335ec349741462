package dev.peregrine.client;

import dev.peregrine.protocol.codec.AttributeType;

/**
 * One of a tenant's own attributes.
 *
 * @param id in events
 * @param type form of its values
 * @param name in policies and in JSON
 */
public record Attribute(int id, AttributeType type, String name) {}
