package dev.peregrine.scoring.rules.compile;

import dev.peregrine.policy.condition.ConditionField;
import dev.peregrine.scoring.engine.BitVector;
import dev.peregrine.scoring.features.TransactionView;
import dev.peregrine.scoring.rules.RuleLists;
import dev.peregrine.scoring.rules.RuleSet;
import java.util.List;

/** Runs {@link CompiledRules}. Allocates nothing after construction. One thread. */
final class CompiledRuleSet implements RuleSet {
    private final CompiledRules.Chunk[] chunks;
    private final RuleInputs inputs;
    private final int size;

    /**
     * @param chunks all rules
     * @param fields what they read, by slot
     * @param lists where they look
     * @param size number of rules
     */
    CompiledRuleSet(
            CompiledRules.Chunk[] chunks, List<ConditionField> fields, RuleLists lists, int size) {
        this.chunks = chunks;
        this.inputs = new RuleInputs(fields, lists);
        this.size = size;
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
        for (CompiledRules.Chunk chunk : chunks) {
            long holds = chunk.code().evaluate(inputs, features);
            if (holds != 0) {
                fired.setAll(chunk.firstRule(), holds & ~chunk.shadows());
                shadowFired.setAll(chunk.firstRule(), holds & chunk.shadows());
            }
        }
    }
}
