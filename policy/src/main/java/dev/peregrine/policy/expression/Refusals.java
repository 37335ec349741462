package dev.peregrine.policy.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import dev.peregrine.policy.CelVariables;
import java.util.List;

/** Says at its place why a part of a checked expression cannot be compiled. */
final class Refusals {
    private static final String TAKES_MEMORY = " would take memory for every payment";

    private final CelAbstractSyntaxTree ast;

    Refusals(CelAbstractSyntaxTree ast) {
        this.ast = ast;
    }

    /** Refuses functions, and operators for what they are applied to. */
    void check(CelExpr expr, String function, List<CelExpr> operands)
            throws UnsupportedExpressionException {
        switch (function) {
            case "matches" ->
                    throw refuse(
                            expr,
                            "matches(): a regular expression"
                                    + TAKES_MEMORY
                                    + "; use startsWith, endsWith, contains or in");
            case "string" -> throw refuse(expr, "string(): the text" + TAKES_MEMORY);
            case "int", "double" -> {
                if (isText(operands.get(0))) {
                    throw refuse(
                            expr,
                            function
                                    + "() of a text: reading a number out of it"
                                    + TAKES_MEMORY
                                    + "; have the field sent as a number");
                }
            }
            default -> {
                if (function.equals(Operator.ADD.getFunction()) && isText(operands.get(0))) {
                    throw refuse(expr, "'+' of texts: the joined text" + TAKES_MEMORY);
                }
            }
        }
    }

    private boolean isText(CelExpr expr) {
        return ast.getTypeOrThrow(expr.id()).kind() == CelKind.STRING;
    }

    UnsupportedExpressionException function(CelExpr expr, String function) {
        return refuse(expr, "'" + function.replaceAll("[_@]", "") + "' here");
    }

    UnsupportedExpressionException kind(CelExpr expr) {
        return switch (expr.getKind()) {
            case LIST -> refuse(expr, "a list other than after 'in': it" + TAKES_MEMORY);
            case MAP -> refuse(expr, "a map: it" + TAKES_MEMORY);
            case STRUCT -> refuse(expr, "a message: it" + TAKES_MEMORY);
            default -> refuse(expr, "this");
        };
    }

    UnsupportedExpressionException literal(CelExpr expr) {
        CelConstant.Kind kind = expr.constant().getKind();
        return switch (kind) {
            case UINT64_VALUE ->
                    refuse(expr, "an unsigned number: no field is one; leave out the u");
            case NULL_VALUE -> refuse(expr, "null: has() tells whether a value is there");
            case BYTES_VALUE -> refuse(expr, "bytes: no field is of that type; leave out the b");
            default -> refuse(expr, "a literal of this type");
        };
    }

    UnsupportedExpressionException notAList(CelExpr expr) {
        return refuse(expr, "'in' with anything but a list of literals: it" + TAKES_MEMORY);
    }

    UnsupportedExpressionException listOfExpressions(CelExpr entry) {
        return refuse(
                entry,
                "a list of anything but literals: it would be made anew for every payment; join"
                        + " comparisons by ||");
    }

    UnsupportedExpressionException listOfSeveralTypes(CelExpr entry) {
        return refuse(
                entry, "a list that does not hold what is looked for: write 1.0, not 1, or 1");
    }

    UnsupportedExpressionException listElsewhere(CelExpr expr) {
        String name = CelVariables.LISTS + "." + expr.select().field();
        return refuse(
                expr, name + " here: a list stands after 'in' only, as in tx.card in " + name);
    }

    UnsupportedExpressionException otherList(CelExpr element, String list, boolean ofNetworks) {
        return refuse(
                element,
                ofNetworks
                        ? "'" + list + "' is a list of networks: only tx.ip can be on it"
                        : "'"
                                + list
                                + "' is a list of texts: tx.ip can be on a list of networks only"
                                + " (match: cidr)");
    }

    UnsupportedExpressionException tooLong(CelExpr expr, int limit) {
        return refuse(
                expr,
                "a calculation of more than "
                        + limit
                        + " parts: the JVM would not compile it; make it a feature");
    }

    UnsupportedExpressionException wholeModel(CelExpr expr) {
        String name = "model." + expr.select().field();
        return refuse(expr, name + " alone: add one of its outputs, as in " + name + ".margin");
    }

    UnsupportedExpressionException testOfParameter(CelExpr expr) {
        String name = CelVariables.PARAMETERS + "." + expr.select().field();
        return refuse(expr, "has(" + name + "): a parameter is always there");
    }

    /** An attribute or a list whose own definition has a mistake, which is told there. */
    UnsupportedExpressionException toldElsewhere() {
        return new UnsupportedExpressionException(-1, "a name with a mistake");
    }

    private UnsupportedExpressionException refuse(CelExpr expr, String what) {
        return new UnsupportedExpressionException(
                ExpressionPlaces.offset(ast, expr), "not supported in rules: " + what);
    }
}
