package dev.peregrine.policy.yaml;

import java.util.Arrays;

/** A file's text, addressed by code point, with the file's name in messages. */
public final class SourceText {
    private final String name;
    private final int order;
    private final int[] codePoints;
    private final int[] lineStarts;

    /**
     * @param name name in messages
     * @param order rank of the file's problems among those of other files
     * @param text content
     */
    public SourceText(String name, int order, String text) {
        this.name = name;
        this.order = order;
        this.codePoints = text.codePoints().toArray();
        this.lineStarts = lineStarts(codePoints);
    }

    private static int[] lineStarts(int[] codePoints) {
        int[] starts = new int[codePoints.length + 1];
        int lines = 1;
        for (int i = 0; i < codePoints.length; i++) {
            boolean crLf =
                    codePoints[i] == '\r' && i + 1 < codePoints.length && codePoints[i + 1] == '\n';
            if (isLineBreak(codePoints[i]) && !crLf) {
                starts[lines++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, lines);
    }

    static boolean isLineBreak(int codePoint) {
        return codePoint == '\n' || codePoint == '\r';
    }

    /** Name in messages. */
    public String name() {
        return name;
    }

    int order() {
        return order;
    }

    int length() {
        return codePoints.length;
    }

    int codePoint(int index) {
        return codePoints[index];
    }

    /** Line of a code point, from 1. */
    public int line(int index) {
        int found = Arrays.binarySearch(lineStarts, index);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** Column of a code point in its line, from 1, in code points. */
    public int column(int index) {
        return index - lineStarts[line(index) - 1] + 1;
    }

    int lineStart(int index) {
        return lineStarts[line(index) - 1];
    }

    int lineEnd(int index) {
        int end = index;
        while (end < codePoints.length && !isLineBreak(codePoints[end])) {
            end++;
        }
        return end;
    }

    String substring(int from, int to) {
        return new String(codePoints, from, to - from);
    }
}
