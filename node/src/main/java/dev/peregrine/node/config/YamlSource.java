package dev.peregrine.node.config;

import io.smallrye.config.common.MapBackedConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A YAML file as flat keys ({@code tenants[0].name}), each with its place in the file. */
final class YamlSource extends MapBackedConfigSource {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, String> places;

    private YamlSource(
            String name, Map<String, String> values, Map<String, String> places, int ordinal) {
        super(name, values, ordinal);
        this.places = places;
    }

    /**
     * Reads a file.
     *
     * @throws ConfigException when it is not there or not YAML, or a key has no value
     */
    static YamlSource read(Path file, int ordinal) {
        Flattener content = new Flattener(file);
        try {
            LoadSettings settings =
                    LoadSettings.builder().setLabel(file.toString()).setUseMarks(true).build();
            Optional<Node> root = new Compose(settings).composeString(Files.readString(file));
            if (root.isPresent() && !isNull(root.get())) {
                if (!(root.get() instanceof MappingNode mapping)) {
                    throw content.problem(root.get(), "keys and values are expected");
                }
                content.addMapping(NodeConfig.PREFIX, mapping);
            }
        } catch (NoSuchFileException e) {
            throw new ConfigException(List.of(file + ": no such file"));
        } catch (IOException e) {
            throw new ConfigException(List.of(file + ": cannot be read: " + e.getMessage()));
        } catch (MarkedYamlEngineException e) {
            String place = e.getProblemMark().map(mark -> place(file, mark)).orElse(file + "");
            throw new ConfigException(List.of(place + ": not YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            throw new ConfigException(List.of(file + ": not YAML: " + e.getMessage()));
        }
        return new YamlSource(file.toString(), content.values, content.places, ordinal);
    }

    /** {@code file:line:column} of a key's value. */
    String place(String name) {
        return places.get(name);
    }

    /** The same without some keys. */
    YamlSource without(Predicate<String> dropped) {
        Map<String, String> rest = new LinkedHashMap<>(getProperties());
        rest.keySet().removeIf(dropped);
        return new YamlSource(getName(), rest, places, getOrdinal());
    }

    private static String place(Path file, Mark mark) {
        return file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar && Tag.NULL.equals(scalar.getTag());
    }

    private static final class Flattener {
        private final Path file;
        private final Map<String, String> values = new LinkedHashMap<>();
        private final Map<String, String> places = new LinkedHashMap<>();

        private Flattener(Path file) {
            this.file = file;
        }

        private void addMapping(String prefix, MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                    throw problem(tuple.getKeyNode(), "a key must be a plain word");
                }
                String name = prefix + "." + key.getValue();
                if (isNull(tuple.getValueNode())) {
                    throw problem(key, key.getValue() + " has no value");
                }
                add(name, key, tuple.getValueNode());
            }
        }

        private void add(String name, Node place, Node value) {
            if (value instanceof MappingNode mapping) {
                addMapping(name, mapping);
            } else if (value instanceof SequenceNode sequence) {
                int index = 0;
                for (Node item : sequence.getValue()) {
                    add(name + "[" + index++ + "]", item, item);
                }
            } else if (value instanceof ScalarNode scalar) {
                if (values.put(name, scalar.getValue()) != null) {
                    throw problem(place, KnownKeys.withoutPrefix(name) + " is given twice");
                }
                places.put(name, at(value));
            }
        }

        private String at(Node node) {
            return node.getStartMark().map(mark -> place(file, mark)).orElse(file.toString());
        }

        private ConfigException problem(Node node, String message) {
            return new ConfigException(List.of(at(node) + ": " + message));
        }
    }
}
