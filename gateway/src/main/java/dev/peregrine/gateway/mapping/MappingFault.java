package dev.peregrine.gateway.mapping;

/**
 * A field of a message that could not be taken.
 *
 * @param row whose field it is
 * @param place of the field at fault in the message
 * @param isMissing whether it is mandatory and not there
 * @param detail what is wrong, for people; never the value
 */
public record MappingFault(Row row, String place, boolean isMissing, String detail) {}
