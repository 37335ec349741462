package dev.peregrine.policy.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects mistakes, to be told all at once. */
public final class Problems {
    private final List<Problem> problems = new ArrayList<>();

    private record Problem(int order, String file, int line, int column, String message) {}

    /** Adds a mistake at a code point of a file. */
    public void add(SourceText source, int index, String message) {
        int line = source.line(index);
        int column = source.column(index);
        problems.add(
                new Problem(
                        source.order(),
                        source.name(),
                        line,
                        column,
                        source.name() + ":" + line + ":" + column + ": " + message));
    }

    /** Adds a mistake that concerns a file as a whole. */
    public void addFile(String name, int order, String message) {
        problems.add(new Problem(order, name, 0, 0, name + ": " + message));
    }

    public boolean isEmpty() {
        return problems.isEmpty();
    }

    /** Number of mistakes so far. */
    public int size() {
        return problems.size();
    }

    /** The messages in order of file, line and column. */
    public List<String> messages() {
        return problems.stream()
                .sorted(
                        Comparator.comparingInt(Problem::order)
                                .thenComparing(Problem::file)
                                .thenComparingInt(Problem::line)
                                .thenComparingInt(Problem::column))
                .map(Problem::message)
                .toList();
    }
}
