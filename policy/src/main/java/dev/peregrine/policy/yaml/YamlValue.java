package dev.peregrine.policy.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeType;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value in a file and how it can be read. Each reading method gives the value, or nothing after
 * it has told the problem.
 */
public final class YamlValue {
    private static final int SHOWN = 60;

    private final SourceText source;
    private final Node node;
    private final String what;
    private final Problems problems;

    YamlValue(SourceText source, Node node, String what, Problems problems) {
        this.source = source;
        this.node = node;
        this.what = what;
        this.problems = problems;
    }

    /** Adds a problem at this value's place. */
    public void problem(String message) {
        problems.add(source, index(), message);
    }

    int index() {
        return node.getStartMark().map(Mark::getIndex).orElse(0);
    }

    /** Line of the value in its file, from 1. */
    public int line() {
        return source.line(index());
    }

    /** A text that is not blank and no longer than {@code maxLength} characters. */
    public Optional<String> text(int maxLength) {
        if (!(node instanceof ScalarNode scalar) || !scalar.getTag().equals(Tag.STR)) {
            return wrong("a text" + (node instanceof ScalarNode ? " (put it in quotes)" : ""));
        }
        String value = scalar.getValue();
        if (value.isBlank()) {
            problem(what + " is empty");
            return Optional.empty();
        }
        if (value.length() > maxLength) {
            problem(what + " is longer than " + maxLength + " characters");
            return Optional.empty();
        }
        return Optional.of(value);
    }

    /** A scalar as it is written, whatever its type; empty, without a problem, for the rest. */
    public Optional<String> scalar() {
        return node instanceof ScalarNode scalar
                ? Optional.of(scalar.getValue())
                : Optional.empty();
    }

    /** A text of code: where each of its characters is, is known. */
    public Optional<LocatedText> locatedText(int maxLength) {
        return text(maxLength)
                .map(value -> LocatedText.of(source, (ScalarNode) node, value, problems));
    }

    /** A whole number in [min, max]. */
    public Optional<Integer> integer(int min, int max) {
        return wholeNumber(min, max).map(Long::intValue);
    }

    /** A whole number in [min, max]. */
    public Optional<Long> wholeNumber(long min, long max) {
        String must = "a whole number from " + min + " to " + max;
        if (!(node instanceof ScalarNode scalar) || !scalar.getTag().equals(Tag.INT)) {
            return wrong(must);
        }
        try {
            long value = Long.parseLong(scalar.getValue());
            return value < min || value > max ? wrong(must) : Optional.of(value);
        } catch (NumberFormatException e) {
            return wrong(must);
        }
    }

    /** True for a number that is written without a decimal point. */
    public boolean isWholeNumber() {
        return node instanceof ScalarNode && node.getTag().equals(Tag.INT);
    }

    /** A finite number in [min, max]. */
    public Optional<Double> number(double min, double max) {
        boolean numeric =
                node instanceof ScalarNode
                        && (node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT));
        if (!numeric) {
            return wrong("a number");
        }
        try {
            double value = Double.parseDouble(((ScalarNode) node).getValue());
            return value >= min && value <= max
                    ? Optional.of(value)
                    : wrong("a number from " + plain(min) + " to " + plain(max));
        } catch (NumberFormatException e) {
            return wrong("a number");
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** {@code true} or {@code false}. */
    public Optional<Boolean> bool() {
        if (!(node instanceof ScalarNode scalar) || !scalar.getTag().equals(Tag.BOOL)) {
            return wrong("true or false");
        }
        return Optional.of(Boolean.valueOf(scalar.getValue()));
    }

    /** A duration in [min, max] nanoseconds. */
    public Optional<Long> durationNs(long minNs, long maxNs) {
        if (!(node instanceof ScalarNode scalar)) {
            return wrong(DurationText.FORM);
        }
        var ns = DurationText.parseNs(scalar.getValue());
        if (ns.isEmpty()) {
            return wrong(DurationText.FORM);
        }
        if (ns.getAsLong() < minNs || ns.getAsLong() > maxNs) {
            return wrong(
                    "from " + DurationText.format(minNs) + " to " + DurationText.format(maxNs));
        }
        return Optional.of(ns.getAsLong());
    }

    /**
     * One of several names.
     *
     * @param kind what the names are, in the message
     * @param choices meaning of each name
     */
    public <T> Optional<T> choice(String kind, Map<String, T> choices) {
        if (!(node instanceof ScalarNode scalar)) {
            return wrong("one of " + String.join(", ", choices.keySet()));
        }
        T chosen = choices.get(scalar.getValue());
        if (chosen == null) {
            String near = Suggestion.of(scalar.getValue(), choices.keySet());
            problem(
                    "unknown "
                            + kind
                            + " '"
                            + shorten(scalar.getValue())
                            + "'"
                            + (near.isEmpty()
                                    ? "; known: " + String.join(", ", choices.keySet())
                                    : near));
        }
        return Optional.ofNullable(chosen);
    }

    /** The values of a list of at most {@code max} entries. */
    public Optional<List<YamlValue>> list(String entry, int max) {
        if (!(node instanceof SequenceNode sequence)) {
            return wrong("a list");
        }
        if (sequence.getValue().size() > max) {
            problem(what + " has more than " + max + " entries");
            return Optional.empty();
        }
        List<YamlValue> values = new ArrayList<>();
        for (Node child : sequence.getValue()) {
            values.add(new YamlValue(source, child, entry, problems));
        }
        return Optional.of(values);
    }

    /** A mapping that has no other than the known keys. */
    public Optional<YamlMapping> mapping(Set<String> knownKeys) {
        return anyMapping().map(mapping -> mapping.refuseOtherThan(knownKeys));
    }

    /** A mapping whose keys are names of the user's own. */
    public Optional<YamlMapping> anyMapping() {
        if (!(node instanceof MappingNode mapping)) {
            return wrong("a mapping (key: value)");
        }
        return Optional.of(YamlMapping.of(source, mapping, this, what, problems));
    }

    private <T> Optional<T> wrong(String must) {
        problem(what + " must be " + must + ", not " + shown());
        return Optional.empty();
    }

    private String shown() {
        if (node.getNodeType() == NodeType.MAPPING) {
            return "a mapping";
        }
        if (node.getNodeType() == NodeType.SEQUENCE) {
            return "a list";
        }
        String value = ((ScalarNode) node).getValue();
        return value.isEmpty() ? "empty" : "'" + shorten(value) + "'";
    }

    static String shorten(String value) {
        return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
    }
}
