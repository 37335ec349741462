package dev.peregrine.gateway.mapping;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Writes the page of a format from its tables, as Markdown. */
public final class FormatPage {
    private static final String NONE = "-";

    private FormatPage() {}

    /** The page of a format. */
    public static String of(FormatTable format) {
        StringBuilder page = new StringBuilder();
        page.append("# ").append(format.title()).append("\n\n");
        format.about().forEach(paragraph -> page.append(paragraph).append("\n\n"));
        for (MessageTable message : format.messages().values()) {
            page.append("## ").append(message.name()).append("\n\n");
            page.append(message.about()).append("\n\n");
            if (message.event() != null) {
                page.append("Becomes a request of the kind `")
                        .append(message.event().name().toLowerCase(Locale.ROOT))
                        .append("`.\n\n");
            }
            rows(message, page);
        }
        if (!format.codes().isEmpty()) {
            page.append("## Tables of codes\n\n");
            format.codes().values().forEach(table -> codes(table, page));
        }
        page.append("## Rules\n\n");
        page.append(
                "Steps with `|` between them, each taking what the one before has made. This page is"
                        + " written from the file\nthat is executed, `formats/"
                        + format.name()
                        + ".yaml`.\n\n");
        row(List.of("rule", "value"), page);
        row(List.of("---", "---"), page);
        for (RuleName rule : RuleName.values()) {
            row(List.of(code(rule.externalName()), rule.meaning()), page);
        }
        return page.toString();
    }

    private static void rows(MessageTable message, StringBuilder page) {
        row(List.of("field", "source", "target", "rule", "required", "error"), page);
        row(List.of("---", "---", "---", "---", "---", "---"), page);
        for (Row row : message.rows()) {
            row(
                    List.of(
                            row.field(),
                            row.sources().isEmpty() ? NONE : code(String.join(" ", row.sources())),
                            code(row.target()),
                            code(row.rule().text()),
                            row.required() ? "yes" : "",
                            row.error()),
                    page);
        }
        page.append('\n');
    }

    private static void codes(CodeTable table, StringBuilder page) {
        page.append("### ").append(table.name()).append("\n\n");
        row(List.of("code", "meaning"), page);
        row(List.of("---", "---"), page);
        table.meanings()
                .forEach(
                        (code, meaning) ->
                                row(
                                        List.of(
                                                code.equals(CodeTable.OTHERWISE)
                                                        ? "all others"
                                                        : code(code),
                                                meaning.isEmpty() ? "left out" : code(meaning)),
                                        page));
        page.append('\n');
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static void row(Collection<String> cells, StringBuilder page) {
        page.append('|');
        cells.forEach(cell -> page.append(' ').append(cell.replace("|", "\\|")).append(" |"));
        page.append('\n');
    }
}
