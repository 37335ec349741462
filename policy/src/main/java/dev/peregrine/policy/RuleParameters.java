package dev.peregrine.policy;

import dev.cel.common.ast.CelExpr;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which parameters a rule reads. */
final class RuleParameters {
    private RuleParameters() {}

    /** Their names in {@code when}. */
    static Set<String> of(Rule rule) {
        Set<String> names = new TreeSet<>();
        collect(rule.when().getExpr(), names);
        return names;
    }

    private static void collect(CelExpr expr, Set<String> names) {
        switch (expr.getKind()) {
            case SELECT -> {
                CelExpr operand = expr.select().operand();
                if (operand.getKind() == CelExpr.ExprKind.Kind.IDENT
                        && operand.ident().name().equals(CelVariables.PARAMETERS)) {
                    names.add(expr.select().field());
                } else {
                    collect(operand, names);
                }
            }
            case CALL -> {
                expr.call().target().ifPresent(target -> collect(target, names));
                collect(expr.call().args(), names);
            }
            case LIST -> collect(expr.list().elements(), names);
            default -> {
                // constants and variables; there is nothing else in a checked rule
            }
        }
    }

    private static void collect(List<CelExpr> all, Set<String> names) {
        all.forEach(expr -> collect(expr, names));
    }
}
