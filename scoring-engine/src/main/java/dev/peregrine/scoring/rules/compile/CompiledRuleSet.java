package dev.peregrine.scoring.rules.compile;

import dev.peregrine.policy.AttributeSpec;
import dev.peregrine.policy.FeatureSet;
import dev.peregrine.policy.Rule;
import dev.peregrine.policy.expression.Expression;
import dev.peregrine.policy.expression.ExpressionTranslator;
import dev.peregrine.policy.expression.UnsupportedExpressionException;
import dev.peregrine.scoring.engine.BitVector;
import dev.peregrine.scoring.features.TransactionView;
import dev.peregrine.scoring.rules.RuleSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Rules compiled to code of the JVM, a hidden class for at most {@link RuleChunk#MAX_RULES} of
 * them. Allocates nothing after construction. One thread.
 */
public final class CompiledRuleSet implements RuleSet {
    /** Bounds the constants, and so the size, of a class. */
    private static final int MAX_CHUNK_LENGTH = 16_384;

    private final RuleChunk[] chunks;
    private final int[] firstRules;
    private final long[] shadows;
    private final RuleInputs inputs;
    private final int size;

    private CompiledRuleSet(List<Rule> rules, FeatureSet features, List<AttributeSpec> attributes) {
        InputSlots slots = new InputSlots(features);
        ExpressionTranslator translator = new ExpressionTranslator(attributes);
        List<List<Rule>> groups = groups(rules);
        size = rules.size();
        chunks = new RuleChunk[groups.size()];
        firstRules = new int[chunks.length];
        shadows = new long[chunks.length];
        int first = 0;
        for (int i = 0; i < chunks.length; i++) {
            List<Rule> group = groups.get(i);
            List<Expression> expressions = new ArrayList<>();
            for (Rule rule : group) {
                shadows[i] |= rule.shadow() ? 1L << expressions.size() : 0;
                expressions.add(translate(translator, rule));
            }
            chunks[i] = ChunkCompiler.compile(expressions, slots);
            firstRules[i] = first;
            first += group.size();
        }
        inputs = new RuleInputs(slots.fields());
    }

    /** Compiles the rules of a valid bundle. */
    public static CompiledRuleSet of(
            List<Rule> rules, FeatureSet features, List<AttributeSpec> attributes) {
        return new CompiledRuleSet(rules, features, attributes);
    }

    private static List<List<Rule>> groups(List<Rule> rules) {
        List<List<Rule>> groups = new ArrayList<>();
        List<Rule> group = new ArrayList<>();
        int length = 0;
        for (Rule rule : rules) {
            int ruleLength = rule.when().getSource().getContent().toString().length();
            boolean full =
                    group.size() == RuleChunk.MAX_RULES || length + ruleLength > MAX_CHUNK_LENGTH;
            if (group.isEmpty() || full) {
                group = new ArrayList<>();
                groups.add(group);
                length = 0;
            }
            group.add(rule);
            length += ruleLength;
        }
        return groups;
    }

    private static Expression translate(ExpressionTranslator translator, Rule rule) {
        try {
            return translator.translate(rule.when());
        } catch (UnsupportedExpressionException e) {
            throw new IllegalArgumentException("rule " + rule.id() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void evaluate(
            TransactionView transaction,
            double[] features,
            boolean stale,
            BitVector fired,
            BitVector shadowFired) {
        inputs.load(transaction, stale);
        for (int i = 0; i < chunks.length; i++) {
            long holds = chunks[i].evaluate(inputs, features);
            if (holds != 0) {
                fired.setAll(firstRules[i], holds & ~shadows[i]);
                shadowFired.setAll(firstRules[i], holds & shadows[i]);
            }
        }
    }
}
