package dev.peregrine.gateway.mapping;

import java.util.List;

/**
 * How a row's value is made: steps, each of which takes what the one before has made. Immutable.
 */
public final class Rule {
    private final String text;
    private final String joint;
    private final List<Step> steps;

    /**
     * @param text as it stands in the file
     * @param joint what is put between the values of all sources; null when the first one counts
     */
    Rule(String text, String joint, List<Step> steps) {
        this.text = text;
        this.joint = joint;
        this.steps = List.copyOf(steps);
    }

    /** One step of a rule. */
    @FunctionalInterface
    interface Step {
        /**
         * Makes a value of another.
         *
         * @return a String, a Long, a Double or a Boolean; null to leave the field out
         * @throws RuleException when the value cannot be taken
         */
        Object apply(Object value, MappingInput input) throws RuleException;
    }

    /** The rule as it stands in the file. */
    public String text() {
        return text;
    }

    /** The value of a row; null when the message does not have it. */
    Object apply(List<String> sources, MappingInput input) throws RuleException {
        Object value = sources.isEmpty() ? "" : read(sources, input);
        for (Step step : steps) {
            if (value == null) {
                return null;
            }
            value = step.apply(value, input);
        }
        return value;
    }

    /** The source that counts, or would; there is at least one. */
    String place(List<String> sources, MappingInput input) {
        if (joint != null) {
            return sources.get(0);
        }
        return sources.stream()
                .filter(source -> present(source, input) != null)
                .findFirst()
                .orElse(sources.get(sources.size() - 1));
    }

    private String read(List<String> sources, MappingInput input) {
        if (joint != null) {
            return joined(sources, input);
        }
        for (String source : sources) {
            String found = present(source, input);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private String joined(List<String> sources, MappingInput input) {
        List<String> parts =
                sources.stream()
                        .map(source -> present(source, input))
                        .map(part -> part == null ? "" : part)
                        .toList();
        return parts.stream().allMatch(String::isEmpty) ? null : String.join(joint, parts);
    }

    private static String present(String source, MappingInput input) {
        String found = input.source().get(source);
        if (found == null) {
            return null;
        }
        String stripped = found.strip();
        return stripped.isEmpty() ? null : stripped;
    }
}
