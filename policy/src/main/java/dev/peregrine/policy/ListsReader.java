package dev.peregrine.policy;

import dev.peregrine.policy.yaml.YamlMapping;
import dev.peregrine.policy.yaml.YamlValue;
import dev.peregrine.protocol.codec.ListMatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code lists.yaml}. A list with a mistake keeps its name, so that rules which use it are
 * not called wrong as well.
 */
final class ListsReader {
    private static final Set<String> KEYS = PolicyReader.ordered("lists");
    private static final Set<String> LIST_KEYS =
            PolicyReader.ordered("name", "description", "purpose", "match", "capacity");
    private static final Map<String, ListPurpose> PURPOSES =
            Names.byName(ListPurpose.values(), ListPurpose::externalName);
    private static final Map<String, ListMatch> MATCHES =
            Names.byName(
                    new ListMatch[] {ListMatch.EXACT, ListMatch.PREFIX, ListMatch.CIDR},
                    match -> match.name().toLowerCase(Locale.ROOT));

    private final Map<String, Optional<ListSpec>> lists = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    private ListsReader() {}

    /** The lists by name; empty for one with a mistake. */
    static Map<String, Optional<ListSpec>> read(YamlValue root) {
        ListsReader reader = new ListsReader();
        root.mapping(KEYS)
                .flatMap(m -> m.named(BundleFiles.LISTS).require("lists"))
                .flatMap(v -> v.list("a list", BundleLimits.MAX_LISTS))
                .orElse(List.of())
                .forEach(reader::readList);
        return reader.lists;
    }

    private void readList(YamlValue value) {
        Optional<YamlMapping> mapping = value.mapping(LIST_KEYS);
        if (mapping.isEmpty()) {
            return;
        }
        YamlMapping list = mapping.get().named("the list");
        Optional<YamlValue> nameValue = list.require("name");
        Optional<String> name = nameValue.flatMap(v -> Names.identifier(v, "list name"));
        name.ifPresent(n -> list.named("list '" + n + "'"));
        Optional<String> description = description(list);
        var purpose = list.require("purpose").flatMap(v -> v.choice("purpose", PURPOSES));
        var match = list.require("match").flatMap(v -> v.choice("match", MATCHES));
        var capacity =
                list.require("capacity").flatMap(v -> v.integer(1, BundleLimits.MAX_LIST_CAPACITY));
        if (name.isEmpty()) {
            return;
        }
        Integer first = lines.putIfAbsent(name.get(), value.line());
        if (first != null) {
            nameValue.get().problem("duplicate list '" + name.get() + "', first in line " + first);
            return;
        }
        boolean complete =
                description.isPresent()
                        && purpose.isPresent()
                        && match.isPresent()
                        && capacity.isPresent();
        lists.put(
                name.get(),
                complete
                        ? Optional.of(
                                new ListSpec(
                                        name.get(),
                                        description.get(),
                                        purpose.get(),
                                        match.get(),
                                        capacity.get()))
                        : Optional.empty());
    }

    private static Optional<String> description(YamlMapping list) {
        Optional<YamlValue> value = list.find("description");
        return value.isEmpty()
                ? Optional.of("")
                : value.get().text(BundleLimits.MAX_DESCRIPTION_LENGTH);
    }
}
