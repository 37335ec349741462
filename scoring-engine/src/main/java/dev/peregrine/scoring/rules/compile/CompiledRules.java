package dev.peregrine.scoring.rules.compile;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.Rule;
import dev.peregrine.policy.condition.ConditionField;
import dev.peregrine.policy.expression.Expression;
import dev.peregrine.policy.expression.ExpressionTranslator;
import dev.peregrine.policy.expression.UnsupportedExpressionException;
import dev.peregrine.scoring.rules.RuleLists;
import dev.peregrine.scoring.rules.RuleSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The rules of a bundle as code, a hidden class for at most {@link RuleChunk#MAX_RULES} of them.
 * All engines share what was compiled once for a bundle, so that one that starts with a bundle that
 * another has run finds its code warm. Immutable; any thread.
 */
public final class CompiledRules {
    /** Characters of conditions in a class: bounds its constants, and so its size. */
    private static final int MAX_CHUNK_LENGTH = 16_384;

    private static final Map<PolicyBundle, CompiledRules> COMPILED =
            Collections.synchronizedMap(new WeakHashMap<>());

    private final List<Chunk> chunks = new ArrayList<>();
    private final List<ConditionField> fields;
    private final Set<String> models;
    private final int size;

    /**
     * Code of consecutive rules.
     *
     * @param code the class
     * @param firstRule index of its first rule
     * @param shadows bit i is set when its rule i is a shadow
     */
    record Chunk(RuleChunk code, int firstRule, long shadows) {}

    private CompiledRules(PolicyBundle bundle) {
        InputSlots slots = new InputSlots(bundle);
        ExpressionTranslator translator =
                new ExpressionTranslator(bundle.attributes(), bundle.lists(), bundle.parameters());
        size = bundle.rules().size();
        int firstRule = 0;
        for (List<Rule> group : groups(bundle.rules())) {
            chunks.add(chunk(group, firstRule, translator, slots));
            firstRule += group.size();
        }
        fields = slots.fields();
        models = Set.copyOf(slots.models());
    }

    /** The rules of a valid bundle; compiled by the first to ask, for which the others wait. */
    public static CompiledRules of(PolicyBundle bundle) {
        return COMPILED.computeIfAbsent(bundle, CompiledRules::new);
    }

    /** Ids of the models whose outputs the rules read. */
    public Set<String> models() {
        return models;
    }

    /** The rules with room of their own for what they read, and with lists without an entry. */
    public RuleSet newRuleSet() {
        return newRuleSet(RuleLists.EMPTY);
    }

    /**
     * The rules with room of their own for what they read.
     *
     * @param lists where they look
     */
    public RuleSet newRuleSet(RuleLists lists) {
        return new CompiledRuleSet(chunks.toArray(new Chunk[0]), fields, lists, size);
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

    private static Chunk chunk(
            List<Rule> group, int firstRule, ExpressionTranslator translator, InputSlots slots) {
        List<Expression> expressions = new ArrayList<>();
        long shadows = 0;
        for (Rule rule : group) {
            shadows |= rule.shadow() ? 1L << expressions.size() : 0;
            try {
                expressions.add(translator.translate(rule.when()));
            } catch (UnsupportedExpressionException e) {
                throw new IllegalArgumentException("rule " + rule.id() + ": " + e.getMessage(), e);
            }
        }
        return new Chunk(ChunkCompiler.compile(expressions, slots), firstRule, shadows);
    }
}
