package dev.peregrine.policy;

import dev.peregrine.protocol.codec.AttributeType;

/**
 * One of the tenant's own attributes.
 *
 * @param id number on the wire, 0 .. {@link dev.peregrine.protocol.ProtocolLimits#MAX_ATTRIBUTE_ID}
 * @param name {@code attr.NAME} in {@code features.yaml}
 * @param type form of its values; one that comes in another form counts as missing, except in a
 *     key, where it is taken as it comes
 */
public record AttributeSpec(int id, String name, AttributeType type) {}
