package dev.peregrine.gateway.mapping;

/** A message of a foreign format, as far as tables see it: texts by their places. */
@FunctionalInterface
public interface FieldSource {
    /**
     * The text of a field.
     *
     * @param place as a table's {@code source} names it
     * @return null when the message does not have it
     */
    String get(String place);
}
