package dev.peregrine.node.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Lines of cells in columns as wide as they need to be. */
final class TextTable {
    private static final String GAP = "  ";

    private final Set<Integer> rightAligned;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * @param rightAligned columns, from 0, whose cells are at their right end, as numbers are
     * @param titles of the columns
     */
    TextTable(Set<Integer> rightAligned, String... titles) {
        this.rightAligned = Set.copyOf(rightAligned);
        row(titles);
    }

    /** Adds a line; cells at its end may be missing. */
    void row(String... cells) {
        rows.add(List.of(cells));
    }

    void print(PrintWriter out) {
        int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                String blank = " ".repeat(widths[i] - row.get(i).length());
                line.append(i == 0 ? "" : GAP)
                        .append(rightAligned.contains(i) ? blank + row.get(i) : row.get(i) + blank);
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
