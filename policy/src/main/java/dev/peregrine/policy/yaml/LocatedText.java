package dev.peregrine.policy.yaml;

import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A scalar's text whose every code point is known by its place in the file, so that a mistake found
 * inside the text is told at the file's own line and column.
 *
 * <p>YAML folds, strips and escapes, but in all styles the code points that are not white space
 * stand in the text in the order in which the file has them. So these are matched one to one, and
 * white space between two of them is placed after the first.
 */
public final class LocatedText {
    private final SourceText source;
    private final Problems problems;
    private final String value;
    private final int from;
    private final int to;
    private final int[] places;

    private LocatedText(
            SourceText source, Problems problems, String value, int from, int to, int[] places) {
        this.source = source;
        this.problems = problems;
        this.value = value;
        this.from = from;
        this.to = to;
        this.places = places;
    }

    static LocatedText of(SourceText source, ScalarNode node, String value, Problems problems) {
        int from = node.getStartMark().map(Mark::getIndex).orElse(0);
        int to = node.getEndMark().map(Mark::getIndex).orElse(source.length());
        ScalarStyle style = node.getScalarStyle();
        if (style == ScalarStyle.SINGLE_QUOTED || style == ScalarStyle.DOUBLE_QUOTED) {
            from++;
            to--;
        } else if (style != ScalarStyle.PLAIN) {
            from = Math.min(source.lineEnd(from) + 1, to);
        }
        int[] codePoints = value.codePoints().toArray();
        return new LocatedText(
                source, problems, value, from, to, match(source, style, codePoints, from, to));
    }

    private static int[] match(
            SourceText source, ScalarStyle style, int[] codePoints, int from, int to) {
        int[] places = new int[codePoints.length + 1];
        int at = from;
        int after = from;
        for (int i = 0; i < codePoints.length; i++) {
            if (isWhite(codePoints[i])) {
                boolean sameLine = after < to && !SourceText.isLineBreak(source.codePoint(after));
                places[i] = after;
                after = sameLine ? after + 1 : after;
                continue;
            }
            at = skipWhite(source, style, at, to);
            places[i] = at;
            at += width(source, style, at, to);
            after = at;
        }
        places[codePoints.length] = after;
        return places;
    }

    private static boolean isWhite(int codePoint) {
        return codePoint == ' ' || codePoint == '\t' || SourceText.isLineBreak(codePoint);
    }

    private static int skipWhite(SourceText source, ScalarStyle style, int at, int to) {
        int next = at;
        while (next < to) {
            boolean escapedWhite =
                    style == ScalarStyle.DOUBLE_QUOTED
                            && source.codePoint(next) == '\\'
                            && next + 1 < to
                            && " \tntr\r\n".indexOf(source.codePoint(next + 1)) >= 0;
            if (escapedWhite) {
                next += 2;
            } else if (isWhite(source.codePoint(next))) {
                next++;
            } else {
                break;
            }
        }
        return next;
    }

    private static int width(SourceText source, ScalarStyle style, int at, int to) {
        if (at >= to) {
            return 0;
        }
        if (style == ScalarStyle.SINGLE_QUOTED && source.codePoint(at) == '\'') {
            return 2;
        }
        if (style != ScalarStyle.DOUBLE_QUOTED || source.codePoint(at) != '\\') {
            return 1;
        }
        return switch (at + 1 < to ? source.codePoint(at + 1) : 0) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            default -> 2;
        };
    }

    /** The text as YAML gives it. */
    public String value() {
        return value;
    }

    /**
     * Adds a problem inside the text, with the file's line below it and a caret.
     *
     * @param offset code point of the text; its length for the end
     */
    public void problem(int offset, String message) {
        int place = places[Math.max(0, Math.min(offset, places.length - 1))];
        int lineFrom = Math.max(from, source.lineStart(place));
        while (lineFrom < place && isWhite(source.codePoint(lineFrom))) {
            lineFrom++;
        }
        int lineTo = Math.max(place, Math.min(to, source.lineEnd(place)));
        String line = source.substring(lineFrom, lineTo).stripTrailing();
        String padding =
                source.substring(lineFrom, place)
                        .codePoints()
                        .map(c -> c == '\t' ? '\t' : ' ')
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        problems.add(source, place, message + "\n    " + line + "\n    " + padding + "^");
    }
}
