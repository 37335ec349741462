package dev.peregrine.report.page;

import java.util.List;
import java.util.Locale;

/** Builds a page as text. Everything that is not markup is escaped. One thread. */
public final class Html {
    private final StringBuilder out = new StringBuilder();

    /** Markup as it is. */
    public Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** A text. */
    public Html text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return this;
    }

    /** An element that holds a text. */
    public Html element(String tag, String text) {
        return raw("<" + tag + ">").text(text).raw("</" + tag + ">\n");
    }

    /** A table's begin: its id, and its heads. Columns from the second on hold numbers. */
    public Html table(String id, List<String> heads) {
        return table(id, "numbers", heads);
    }

    /** The same, where the last column holds sentences. */
    public Html tableWithNotes(String id, List<String> heads) {
        return table(id, "notes", heads);
    }

    private Html table(String id, String style, List<String> heads) {
        raw("<div class=\"wide\"><table id=\"").text(id).raw("\" class=\"" + style);
        raw("\"><thead><tr>");
        heads.forEach(head -> raw("<th>").text(head).raw("</th>"));
        return raw("</tr></thead><tbody>\n");
    }

    /** A table's row of texts. */
    public Html row(String... cells) {
        raw("<tr>");
        for (String cell : cells) {
            raw("<td>").text(cell).raw("</td>");
        }
        return raw("</tr>\n");
    }

    /** A table's end. */
    public Html endTable() {
        return raw("</tbody></table></div>\n");
    }

    /** A whole number with its thousands apart. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A number with two digits behind the point. */
    public static String money(double value) {
        return String.format(Locale.ROOT, "%,.2f", value);
    }

    /** A ratio with four digits behind the point, or a dash where there is none. */
    public static String ratio(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "–";
    }

    /** A share in percent, or a dash where there is none. */
    public static String percent(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f %%", 100 * value) : "–";
    }

    /** The page so far. */
    @Override
    public String toString() {
        return out.toString();
    }
}
