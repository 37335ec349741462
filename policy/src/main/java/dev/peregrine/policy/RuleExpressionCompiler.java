package dev.peregrine.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelSource;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelTypes;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.peregrine.policy.yaml.LocatedText;
import java.util.List;
import java.util.Optional;

/**
 * Parses and type-checks the expressions of rules and of {@code where:}; tells what is wrong at its
 * place in the file.
 */
final class RuleExpressionCompiler {
    private final CelScope scope;
    private final CelCompiler compiler;
    private final CelMessages messages;

    RuleExpressionCompiler(CelScope scope) {
        this.scope = scope;
        this.compiler = CelVariables.compiler(scope);
        this.messages = new CelMessages(scope);
    }

    /** The checked tree; empty after a problem. */
    Optional<CelAbstractSyntaxTree> compile(LocatedText text) {
        CelValidationResult parsed = compiler.parse(text.value());
        if (parsed.hasError()) {
            CelIssue first = parsed.getErrors().get(0);
            text.problem(offset(parsed.getSource(), first), messages.syntax(first.getMessage()));
            return Optional.empty();
        }
        try {
            CelValidationResult checked = compiler.check(parsed.getAst());
            if (checked.hasError()) {
                tellAll(text, checked);
                return Optional.empty();
            }
            return usable(text, checked.getAst());
        } catch (CelValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Only parses: for when the features are not known. */
    void parse(LocatedText text) {
        CelValidationResult parsed = compiler.parse(text.value());
        if (parsed.hasError()) {
            CelIssue first = parsed.getErrors().get(0);
            text.problem(offset(parsed.getSource(), first), messages.syntax(first.getMessage()));
        }
    }

    private void tellAll(LocatedText text, CelValidationResult result) {
        for (CelIssue issue : result.getErrors()) {
            int offset = offset(result.getSource(), issue);
            CelMessages.Located located = messages.type(text.value(), offset, issue.getMessage());
            text.problem(located.offset(), located.message());
        }
    }

    private static int offset(CelSource source, CelIssue issue) {
        return source.getLocationOffset(issue.getSourceLocation()).orElse(0);
    }

    private Optional<CelAbstractSyntaxTree> usable(LocatedText text, CelAbstractSyntaxTree ast) {
        if (!ast.getResultType().equals(SimpleType.BOOL)) {
            text.problem(
                    0,
                    scope.what()
                            + " must be true or false (bool), not "
                            + CelTypes.format(ast.getResultType()));
            return Optional.empty();
        }
        Optional<CelExpr> bare = bareVariable(ast.getExpr());
        if (bare.isPresent()) {
            String name = bare.get().ident().name();
            int offset = ast.getSource().getPositionsMap().getOrDefault(bare.get().id(), 0);
            text.problem(offset, "'" + name + "' can only be used with a field: " + name + ".NAME");
            return Optional.empty();
        }
        return Optional.of(ast);
    }

    private static Optional<CelExpr> bareVariable(CelExpr expr) {
        return switch (expr.getKind()) {
            case IDENT -> Optional.of(expr);
            case SELECT ->
                    expr.select().operand().getKind() == CelExpr.ExprKind.Kind.IDENT
                            ? Optional.empty()
                            : bareVariable(expr.select().operand());
            case CALL ->
                    expr.call()
                            .target()
                            .flatMap(RuleExpressionCompiler::bareVariable)
                            .or(() -> bareVariable(expr.call().args()));
            case LIST -> bareVariable(expr.list().elements());
            default -> Optional.empty();
        };
    }

    private static Optional<CelExpr> bareVariable(List<CelExpr> exprs) {
        return exprs.stream().flatMap(e -> bareVariable(e).stream()).findFirst();
    }
}
