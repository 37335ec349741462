package dev.peregrine.gateway.mapping;

import dev.peregrine.gateway.json.DecisionJson;
import dev.peregrine.gateway.json.EventKind;
import dev.peregrine.policy.yaml.Problems;
import dev.peregrine.policy.yaml.SourceText;
import dev.peregrine.policy.yaml.YamlMapping;
import dev.peregrine.policy.yaml.YamlReader;
import dev.peregrine.policy.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the file of a format. Used once. */
final class FormatReader {
    private static final int MAX_TEXT = 4096;
    private static final int MAX_ROWS = 256;
    private static final String NO_SOURCE = "-";
    private static final Pattern TARGET =
            Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*){0,2}");
    private static final Set<String> ROOT = keys("format", "title", "about", "tables", "messages");
    private static final Set<String> MESSAGE = keys("about", "event", "include", "rows");
    private static final Set<String> ROW =
            keys("field", "source", "target", "rule", "required", "error");

    private static final Map<String, EventKind> EVENTS =
            Arrays.stream(EventKind.values())
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    kind -> kind.name().toLowerCase(Locale.ROOT), kind -> kind));

    private final Problems problems = new Problems();
    private final Map<String, CodeTable> codes = new LinkedHashMap<>();
    private final Map<String, MessageTable> messages = new LinkedHashMap<>();
    private final RuleParser rules = new RuleParser(codes);

    private FormatReader() {}

    /**
     * Reads a file's text.
     *
     * @param file name in messages
     * @throws MappingException with every mistake and its place
     */
    static FormatTable read(String file, String text) {
        FormatReader reader = new FormatReader();
        Optional<FormatTable> format =
                YamlReader.read(new SourceText(file, 0, text), text, reader.problems)
                        .flatMap(root -> root.mapping(ROOT))
                        .flatMap(root -> reader.format(root.named("the file")));
        if (!reader.problems.isEmpty() || format.isEmpty()) {
            throw new MappingException(reader.problems.messages());
        }
        return format.get();
    }

    private Optional<FormatTable> format(YamlMapping root) {
        String name = text(root, "format");
        String title = text(root, "title");
        List<String> about =
                Arrays.stream(text(root, "about").split("\n", -1))
                        .map(String::strip)
                        .filter(paragraph -> !paragraph.isEmpty())
                        .toList();
        root.find("tables")
                .flatMap(YamlValue::anyMapping)
                .ifPresent(
                        all ->
                                all.keys()
                                        .forEach(
                                                table ->
                                                        all.find(table)
                                                                .flatMap(YamlValue::anyMapping)
                                                                .ifPresent(m -> codes(table, m))));
        root.require("messages")
                .flatMap(YamlValue::anyMapping)
                .ifPresent(
                        all ->
                                all.keys()
                                        .forEach(
                                                message ->
                                                        all.find(message)
                                                                .flatMap(v -> v.mapping(MESSAGE))
                                                                .ifPresent(
                                                                        m -> message(message, m))));
        return problems.isEmpty()
                ? Optional.of(new FormatTable(name, title, about, codes, messages))
                : Optional.empty();
    }

    private void codes(String table, YamlMapping entries) {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (String code : entries.keys()) {
            entries.find(code)
                    .flatMap(YamlValue::scalar)
                    .ifPresentOrElse(
                            meaning -> meanings.put(code, meaning),
                            () -> entries.problemAt(code, "'" + code + "' must be a text"));
        }
        codes.put(table, new CodeTable(table, meanings));
    }

    private void message(String name, YamlMapping message) {
        String about = text(message.named("the message"), "about").strip();
        EventKind event =
                message.find("event").flatMap(v -> v.choice("event", EVENTS)).orElse(null);
        List<Row> rows = new ArrayList<>();
        message.require("rows")
                .flatMap(v -> v.list("a row", MAX_ROWS))
                .orElse(List.of())
                .forEach(v -> v.mapping(ROW).flatMap(this::row).ifPresent(rows::add));
        message.find("include")
                .flatMap(v -> v.choice("message", messages))
                .ifPresent(included -> rows.addAll(included.rows()));
        if (event != null) {
            checkTargets(message, event, rows);
        }
        messages.put(name, new MessageTable(name, about, event, rows));
    }

    /** A message that becomes a request can only fill in what the request has. */
    private static void checkTargets(YamlMapping message, EventKind event, List<Row> rows) {
        for (Row row : rows) {
            String field = row.target().split("\\.", -1)[0];
            if (!field.equals(Row.CHECKED) && !DecisionJson.hasField(event, field)) {
                message.problemAt(
                        "rows",
                        "'"
                                + row.target()
                                + "' is no field of a request of the kind '"
                                + event.name().toLowerCase(Locale.ROOT)
                                + "'");
            }
        }
    }

    private Optional<Row> row(YamlMapping row) {
        int before = problems.size();
        row.named("the row");
        String field = scalar(row, "field");
        String source = scalar(row, "source");
        String target = scalar(row, "target");
        String rule = row.has("rule") ? text(row, "rule") : RuleName.TEXT.externalName();
        boolean required = row.find("required").flatMap(YamlValue::bool).orElse(false);
        String error =
                row.has("error") ? row.find("error").flatMap(YamlValue::scalar).orElse("") : "";
        if (!target.isEmpty() && !target.equals(Row.CHECKED) && !TARGET.matcher(target).matches()) {
            row.problemAt("target", "'target' must be the name of a field, such as amount_minor");
        }
        List<String> sources =
                source.equals(NO_SOURCE)
                        ? List.of()
                        : Arrays.asList(source.strip().split(" +", -1));
        try {
            Rule parsed = rules.parse(rule);
            return problems.size() == before
                    ? Optional.of(new Row(field, sources, target, parsed, required, error))
                    : Optional.empty();
        } catch (RuleException e) {
            row.problemAt("rule", e.getMessage());
            return Optional.empty();
        }
    }

    private static String scalar(YamlMapping mapping, String key) {
        return mapping.require(key).flatMap(YamlValue::scalar).orElse("");
    }

    private static String text(YamlMapping mapping, String key) {
        return mapping.require(key).flatMap(v -> v.text(MAX_TEXT)).orElse("");
    }

    private static Set<String> keys(String... keys) {
        return new LinkedHashSet<>(Arrays.asList(keys));
    }
}
