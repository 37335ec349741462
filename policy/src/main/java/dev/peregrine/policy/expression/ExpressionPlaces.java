package dev.peregrine.policy.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;

/** Where the parts of an expression stand in its text. */
public final class ExpressionPlaces {
    private ExpressionPlaces() {}

    /**
     * Where an operator stands, or where a function's or a field's name begins.
     *
     * @return code point of the expression's text
     */
    public static int offset(CelAbstractSyntaxTree ast, CelExpr expr) {
        if (expr.getKind() == CelExpr.ExprKind.Kind.SELECT) {
            return offset(ast, expr.select().operand());
        }
        int offset = ast.getSource().getPositionsMap().getOrDefault(expr.id(), 0);
        if (expr.getKind() == CelExpr.ExprKind.Kind.CALL) {
            String text = ast.getSource().getContent().toString();
            String function = expr.call().function();
            int length = function.codePointCount(0, function.length());
            if (offset >= length
                    && text.startsWith(function, text.offsetByCodePoints(0, offset - length))) {
                return offset - length;
            }
        }
        return offset;
    }
}
