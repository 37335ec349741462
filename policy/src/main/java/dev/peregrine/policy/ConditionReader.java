package dev.peregrine.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.peregrine.policy.condition.Condition;
import dev.peregrine.policy.yaml.LocatedText;
import java.util.Map;
import java.util.Optional;

/** Reads {@code where:}: CEL's own checker first, then what is allowed of it. */
final class ConditionReader {
    private final Vocabulary vocabulary;
    private final boolean attributesKnown;
    private final RuleExpressionCompiler compiler;

    ConditionReader(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        attributesKnown = vocabulary.attributeFields().isPresent();
        compiler =
                new RuleExpressionCompiler(
                        CelScope.ofConditions(vocabulary.attributeFields().orElse(Map.of())));
    }

    /** The condition; empty after a problem. */
    Optional<Condition> read(LocatedText text) {
        if (!attributesKnown) {
            compiler.parse(text);
            return Optional.empty();
        }
        Optional<CelAbstractSyntaxTree> ast = compiler.compile(text);
        return ast.flatMap(tree -> new ConditionTranslator(vocabulary, text, tree).translate());
    }
}
