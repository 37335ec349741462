package dev.peregrine.policy;

import dev.peregrine.policy.yaml.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * What differs between two valid bundles, item by item and field by field, in the words of their
 * files.
 *
 * @param items the items that differ, in order of the files; removed ones at the end
 */
public record BundleDiff(List<Item> items) {
    public BundleDiff {
        items = List.copyOf(items);
    }

    /** What happened to an item. */
    public enum Kind {
        ADDED,
        CHANGED,
        REMOVED
    }

    /**
     * A part of a bundle, such as {@code rule big-amount}.
     *
     * @param fields those that differ; all of them where it was added, none where it was removed
     */
    public record Item(Kind kind, String name, List<Field> fields) {
        public Item {
            fields = List.copyOf(fields);
        }
    }

    /**
     * A field of an item.
     *
     * @param before empty when it was not there
     * @param after empty when it is no longer there
     */
    public record Field(String name, String before, String after) {}

    /**
     * Compares two bundles. Reads files.
     *
     * @throws PolicyException when one of them is not valid
     */
    public static BundleDiff between(Path before, Path after) throws PolicyException {
        Map<String, Map<String, String>> old = items(before);
        Map<String, Map<String, String>> now = items(after);
        List<Item> items = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>(now.keySet());
        names.addAll(old.keySet());
        for (String name : names) {
            Kind kind =
                    !old.containsKey(name)
                            ? Kind.ADDED
                            : now.containsKey(name) ? Kind.CHANGED : Kind.REMOVED;
            List<Field> fields =
                    kind == Kind.REMOVED
                            ? List.of()
                            : fields(old.getOrDefault(name, Map.of()), now.get(name));
            if (kind != Kind.CHANGED || !fields.isEmpty()) {
                items.add(new Item(kind, name, fields));
            }
        }
        return new BundleDiff(items);
    }

    private static Map<String, Map<String, String>> items(Path dir) throws PolicyException {
        PolicyLoader.load(dir);
        Problems problems = new Problems();
        SortedMap<String, byte[]> files = BundleFiles.read(dir, problems);
        return BundleItems.of(files);
    }

    private static List<Field> fields(Map<String, String> before, Map<String, String> after) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        List<Field> fields = new ArrayList<>();
        for (String name : names) {
            String old = before.getOrDefault(name, "");
            String now = after.getOrDefault(name, "");
            if (!old.equals(now)) {
                fields.add(new Field(name, old, now));
            }
        }
        return fields;
    }
}
