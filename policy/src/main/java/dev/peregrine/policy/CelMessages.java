package dev.peregrine.policy;

import dev.peregrine.policy.yaml.Suggestion;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in an analyst's words, and at the right place, what CEL's parser and checker found. */
final class CelMessages {
    private static final Pattern UNDEFINED_FIELD = Pattern.compile("undefined field '([^']*)'.*");
    private static final Pattern UNDECLARED =
            Pattern.compile("undeclared reference to '([^']*)'.*");
    private static final Pattern NO_OVERLOAD =
            Pattern.compile(
                    "found no matching overload for '([^']*)' applied to '([^']*)'.*",
                    Pattern.DOTALL);
    private static final List<String> FUNCTIONS =
            List.of("has", "size", "int", "double", "contains", "endsWith", "startsWith");

    private final CelScope scope;

    CelMessages(CelScope scope) {
        this.scope = scope;
    }

    /**
     * A message and where it belongs.
     *
     * @param offset code point in the expression
     * @param message message
     */
    record Located(int offset, String message) {}

    /** A mistake that the parser found. */
    String syntax(String message) {
        String said =
                message.replaceAll(" expecting \\{.*", "")
                        .replace("'<EOF>'", "end of the expression")
                        .replace("<EOF>", "end of the expression")
                        .replaceAll("\\s+", " ")
                        .strip();
        return "malformed expression: " + said;
    }

    /**
     * A mistake that the checker found.
     *
     * @param expression the whole expression
     * @param offset code point where the checker puts it
     */
    Located type(String expression, int offset, String message) {
        Matcher field = UNDEFINED_FIELD.matcher(message);
        if (field.matches()) {
            return unknownField(expression, offset, field.group(1));
        }
        Matcher reference = UNDECLARED.matcher(message);
        if (reference.matches()) {
            return unknownName(expression, offset, reference.group(1));
        }
        Matcher overload = NO_OVERLOAD.matcher(message);
        if (overload.matches()) {
            return new Located(offset, noOverload(overload.group(1), overload.group(2)));
        }
        return new Located(offset, message.replaceAll("\\s+", " ").strip());
    }

    private Located unknownField(String expression, int offset, String name) {
        int start = expression.offsetByCodePoints(0, offset);
        Matcher matcher =
                Pattern.compile("(\\w+)\\s*\\.\\s*" + Pattern.quote(name) + "\\b")
                        .matcher(expression);
        String variable = CelVariables.TX;
        int place = offset;
        while (matcher.find()) {
            int nameStart = matcher.end() - name.length();
            if (nameStart > start) {
                variable = matcher.group(1);
                place = expression.codePointCount(0, nameStart);
                break;
            }
        }
        return new Located(
                place,
                scope.unknownField(variable, name) + Suggestion.of(name, scope.fields(variable)));
    }

    private Located unknownName(String expression, int offset, String name) {
        int start = expression.offsetByCodePoints(0, offset);
        if (expression.startsWith("(", start)) {
            int nameStart = expression.lastIndexOf(name, start);
            int place = nameStart < 0 ? offset : expression.codePointCount(0, nameStart);
            return new Located(
                    place, "unknown function '" + name + "'" + Suggestion.of(name, FUNCTIONS));
        }
        String near = Suggestion.of(name, scope.variables().keySet());
        return new Located(
                offset,
                "unknown name '" + name + "'" + (near.isEmpty() ? "; " + scope.sees() : near));
    }

    private static String noOverload(String function, String types) {
        boolean isOperator = function.indexOf('_') >= 0 || function.startsWith("@");
        String shown = isOperator ? function.replaceAll("[_@]", "") : function;
        String what = isOperator ? "operator '" + shown + "'" : "function '" + shown + "'";
        String arguments = types.substring(1, types.length() - 1);
        boolean mixed =
                List.of("+", "-", "*", "/", "%").contains(shown)
                        && (arguments.equals("int, double") || arguments.equals("double, int"));
        return what
                + " does not apply to ("
                + arguments
                + ")"
                + (mixed ? "; write a whole number as 2.0, or use double(...)" : "");
    }
}
