package dev.peregrine.gateway.mapping;

import java.util.List;

/**
 * One row of a message's table. Immutable.
 *
 * @param field its name in the format's own terms
 * @param sources places in the message, of which the first that is there counts, unless the rule
 *     joins them; none for a constant
 * @param target field of the request, such as {@code amount_minor} or {@code attributes.age}; or
 *     {@link #CHECKED} for what only has to be there and fit
 * @param rule how its value is made
 * @param required whether a message without it is refused
 * @param error what the format's peer is told when it cannot be taken, in the format's own codes
 */
public record Row(
        String field,
        List<String> sources,
        String target,
        Rule rule,
        boolean required,
        String error) {
    /** The target of a field that is checked, and goes nowhere. */
    public static final String CHECKED = "-";

    public Row {
        sources = List.copyOf(sources);
    }

    /** Where a message has the field, or would have it; the field's name when it has no place. */
    String place(MappingInput input) {
        return sources.isEmpty() ? field : rule.place(sources, input);
    }
}
