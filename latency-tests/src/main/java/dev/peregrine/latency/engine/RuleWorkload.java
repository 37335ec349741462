package dev.peregrine.latency.engine;

import dev.peregrine.latency.embedded.Installation;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.scoring.engine.BitVector;
import dev.peregrine.scoring.features.TransactionView;
import dev.peregrine.scoring.rules.RuleSet;
import dev.peregrine.scoring.rules.compile.CompiledRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Simulated payments with the features that an engine under {@code policies/demo} has found, and
 * rules over them: compiled, and on CEL's own evaluator. One thread.
 */
final class RuleWorkload {
    private final List<UnsafeBuffer> messages = new ArrayList<>();
    private final List<double[]> vectors = new ArrayList<>();
    private final List<Map<String, Object>> variables = new ArrayList<>();
    private final TransactionView transaction = new TransactionView();
    private final BitVector fired = new BitVector();
    private final BitVector shadowFired = new BitVector();
    private final RuleSet compiled;
    private final CelRules cel;

    /**
     * @param rules number of rules
     * @param events number of payments
     */
    RuleWorkload(int rules, int events) throws PolicyException {
        PolicyBundle demo = PolicyLoader.load(Installation.policy("demo"));
        try (EngineWorkload engine = new EngineWorkload(Installation.policy("demo"), events)) {
            engine.prepare();
            engine.run(
                    (buffer, offset, length, features) -> {
                        byte[] bytes = new byte[length];
                        buffer.getBytes(offset, bytes);
                        UnsafeBuffer message = new UnsafeBuffer(bytes);
                        messages.add(message);
                        vectors.add(features.clone());
                        variables.add(
                                CelRules.variables(
                                        transaction.wrap(message, 0),
                                        demo.features().features(),
                                        features));
                    });
        }
        PolicyBundle bundle = DemoRules.of(demo, rules);
        compiled = CompiledRules.of(bundle).newRuleSet();
        cel = new CelRules(bundle);
    }

    /** Number of payments. */
    int events() {
        return messages.size();
    }

    /** Evaluates all rules for every payment from its message on; number that held. */
    int runCompiled() {
        int held = 0;
        for (int i = 0; i < messages.size(); i++) {
            fired.reset(compiled.size());
            shadowFired.reset(compiled.size());
            compiled.evaluate(
                    transaction.wrap(messages.get(i), 0),
                    vectors.get(i),
                    false,
                    fired,
                    shadowFired);
            held += count(fired) + count(shadowFired);
        }
        return held;
    }

    private static int count(BitVector bits) {
        int count = 0;
        for (int i = bits.next(0); i >= 0; i = bits.next(i + 1)) {
            count++;
        }
        return count;
    }

    /** Evaluates all rules for every payment from its boxed variables on; number that held. */
    int runCel() {
        int held = 0;
        for (Map<String, Object> of : variables) {
            held += cel.evaluate(of);
        }
        return held;
    }
}
