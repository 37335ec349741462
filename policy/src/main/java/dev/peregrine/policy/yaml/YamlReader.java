package dev.peregrine.policy.yaml;

import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Turns a file's text into a tree. Aliases are refused, and so is nesting deeper than {@value
 * #MAX_DEPTH}: the tree is never larger than the text.
 */
public final class YamlReader {
    /** Deepest nesting of lists and mappings. */
    public static final int MAX_DEPTH = 16;

    private final SourceText source;
    private final Problems problems;
    private final LoadSettings settings =
            LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();

    private YamlReader(SourceText source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    /** Reads the one document of a file; empty when it cannot be read, which is then a problem. */
    public static Optional<YamlValue> read(SourceText source, String text, Problems problems) {
        return new YamlReader(source, problems).read(text);
    }

    private Optional<YamlValue> read(String text) {
        try {
            if (!isPlainTree(text)) {
                return Optional.empty();
            }
            Optional<Node> root =
                    new Composer(settings, new ParserImpl(settings, reader(text))).getSingleNode();
            if (root.isEmpty()) {
                problems.addFile(source.name(), source.order(), "the file is empty");
            }
            return root.map(node -> new YamlValue(source, node, "the file", problems));
        } catch (ReaderException e) {
            problems.add(
                    source,
                    Math.min(e.getPosition(), source.length()),
                    String.format(
                            Locale.ROOT, "character U+%04X is not allowed", e.getCodePoint()));
        } catch (MarkedYamlEngineException e) {
            int index = e.getProblemMark().map(Mark::getIndex).orElse(0);
            problems.add(source, Math.min(index, source.length()), "malformed YAML: " + say(e));
        } catch (YamlEngineException e) {
            problems.addFile(source.name(), source.order(), "malformed YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private StreamReader reader(String text) {
        return new StreamReader(settings, text);
    }

    private boolean isPlainTree(String text) {
        int depth = 0;
        ParserImpl parser = new ParserImpl(settings, reader(text));
        while (parser.hasNext()) {
            Event event = parser.next();
            switch (event.getEventId()) {
                case Alias -> {
                    problems.add(source, index(event), "aliases are not allowed: write it out");
                    return false;
                }
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {}
            }
            if (depth > MAX_DEPTH) {
                problems.add(source, index(event), "nested deeper than " + MAX_DEPTH + " levels");
                return false;
            }
        }
        return true;
    }

    private static int index(Event event) {
        return event.getStartMark().map(Mark::getIndex).orElse(0);
    }

    private static String say(MarkedYamlEngineException e) {
        String problem = e.getProblem() == null ? e.getContext() : e.getProblem();
        String context =
                e.getContext() == null || e.getProblem() == null ? "" : e.getContext() + ", ";
        return (context + problem).replaceAll("\\s+", " ").strip();
    }
}
