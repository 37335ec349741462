package dev.peregrine.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What a valid bundle consists of, in the words of its files: items such as {@code rule NAME}, each
 * with its fields as text. Comments, order, and the file that a rule is in do not count.
 */
final class BundleItems {
    private static final Map<String, String> SINGULAR =
            Map.of(
                    "entities", "entity",
                    "features", "feature",
                    "lists", "list",
                    "parameters", "parameter",
                    "attributes", "attribute",
                    "zones", "zone",
                    "rules", "rule");
    private static final List<String> KEYS = List.of("name", "id");
    private static final int DIGEST_SHOWN = 16;

    private final Map<String, Map<String, String>> items = new LinkedHashMap<>();

    private BundleItems() {}

    /**
     * Reads files.
     *
     * @param files contents by relative path
     * @return fields by item, items in order of the files
     */
    static Map<String, Map<String, String>> of(SortedMap<String, byte[]> files) {
        BundleItems items = new BundleItems();
        files.keySet().stream()
                .sorted((a, b) -> Integer.compare(BundleFiles.order(a), BundleFiles.order(b)))
                .forEach(path -> items.addFile(path, files.get(path)));
        return items.items;
    }

    private void addFile(String path, byte[] content) {
        if (!path.endsWith(".yaml") || path.startsWith(BundleFiles.CHALLENGERS + "/")) {
            item("file " + path).put("sha256", digest(content));
            return;
        }
        Object root =
                new Load(LoadSettings.builder().build())
                        .loadFromString(new String(content, StandardCharsets.UTF_8));
        String name = path.substring(path.lastIndexOf('/') + 1, path.length() - ".yaml".length());
        boolean isModel = path.startsWith(BundleFiles.MODELS + "/");
        if (root instanceof Map<?, ?> mapping) {
            mapping.forEach(
                    (key, value) -> {
                        if (isModel || !addItems(key.toString(), value)) {
                            fields(key.toString(), value, item(isModel ? "model " + name : name));
                        }
                    });
        }
    }

    private boolean addItems(String key, Object value) {
        String kind = SINGULAR.getOrDefault(key, key);
        if (value instanceof Map<?, ?> mapping
                && mapping.values().stream().allMatch(Map.class::isInstance)) {
            mapping.forEach((name, fields) -> addItem(kind + " " + name, fields));
            return true;
        }
        if (value instanceof List<?> list && list.stream().allMatch(e -> name(e) != null)) {
            list.forEach(element -> addItem(kind + " " + name(element), element));
            return true;
        }
        return false;
    }

    private static Object name(Object element) {
        return element instanceof Map<?, ?> mapping
                ? KEYS.stream().map(mapping::get).filter(n -> n != null).findFirst().orElse(null)
                : null;
    }

    private void addItem(String name, Object fields) {
        Map<String, String> item = item(name);
        ((Map<?, ?>) fields)
                .forEach(
                        (key, value) -> {
                            if (!KEYS.contains(key.toString())) {
                                fields(key.toString(), value, item);
                            }
                        });
    }

    private static void fields(String path, Object value, Map<String, String> into) {
        if (value instanceof Map<?, ?> mapping) {
            mapping.forEach((key, inner) -> fields(path + "." + key, inner, into));
        } else {
            into.put(path, String.valueOf(value).strip());
        }
    }

    private Map<String, String> item(String name) {
        return items.computeIfAbsent(name, n -> new TreeMap<>());
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content))
                    .substring(0, DIGEST_SHOWN);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
