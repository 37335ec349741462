package dev.peregrine.latency.engine;

import dev.cel.common.CelOptions;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.peregrine.policy.CelVariables;
import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.FeatureType;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.TransactionVariable;
import dev.peregrine.policy.condition.ConditionField;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.event.IpAddressText;
import dev.peregrine.scoring.features.FieldRegisters;
import dev.peregrine.scoring.features.OutcomeView;
import dev.peregrine.scoring.features.TransactionView;
import dev.peregrine.scoring.features.ValueRegister;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules on CEL's own evaluator, its faster one, the planner. The variables are boxed beforehand.
 */
final class CelRules {
    private final CelRuntime.Program[] programs;

    CelRules(PolicyBundle bundle) {
        CelRuntime runtime =
                CelRuntimeFactory.plannerRuntimeBuilder()
                        .setOptions(
                                CelOptions.current()
                                        .enableHeterogeneousNumericComparisons(true)
                                        .build())
                        .build();
        programs = new CelRuntime.Program[bundle.rules().size()];
        try {
            for (int i = 0; i < programs.length; i++) {
                programs[i] = runtime.createProgram(bundle.rules().get(i).when());
            }
        } catch (CelEvaluationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Number of rules that hold. */
    int evaluate(Map<String, Object> variables) {
        int held = 0;
        for (CelRuntime.Program program : programs) {
            held += holds(program, variables) ? 1 : 0;
        }
        return held;
    }

    private static boolean holds(CelRuntime.Program program, Map<String, Object> variables) {
        try {
            return Boolean.TRUE.equals(program.eval(variables));
        } catch (CelEvaluationException e) {
            return false;
        }
    }

    /** What rules see of a transaction that is not stale, without attributes. */
    static Map<String, Object> variables(
            TransactionView transaction, List<FeatureSpec> specs, double[] features) {
        Map<String, Object> named = new HashMap<>();
        for (int i = 0; i < specs.size(); i++) {
            if (!Double.isNaN(features[i])) {
                named.put(specs.get(i).name(), boxed(specs.get(i).type(), features[i]));
            }
        }
        return Map.of(
                CelVariables.TX, fields(transaction),
                CelVariables.FEATURES, named,
                CelVariables.ATTRIBUTES, Map.of());
    }

    private static Object boxed(FeatureType type, double value) {
        return switch (type) {
            case INTEGER -> (Object) (long) value;
            case DOUBLE -> value;
            case BOOLEAN -> value != 0;
        };
    }

    private static Map<String, Object> fields(TransactionView transaction) {
        Map<String, Object> fields = new HashMap<>();
        fields.put(TransactionVariable.STALE_TIME.externalName(), false);
        for (TransactionVariable variable : TransactionVariable.values()) {
            if (variable != TransactionVariable.STALE_TIME) {
                ConditionField field = new ConditionField.OfTransaction(variable);
                ValueRegister register = FieldRegisters.of(field);
                if (register.load(transaction, new OutcomeView())) {
                    fields.put(variable.externalName(), boxed(variable, register, transaction));
                }
            }
        }
        return fields;
    }

    private static Object boxed(
            TransactionVariable variable, ValueRegister register, TransactionView transaction) {
        if (variable == TransactionVariable.IP) {
            return IpAddressText.of(
                    transaction.fields().ip().high(), transaction.fields().ip().low());
        }
        return switch (variable.type().kind()) {
            case INT -> (Object) register.integer();
            case DOUBLE -> register.number();
            default -> {
                byte[] text = new byte[ProtocolLimits.MAX_EMAIL_DOMAIN_LENGTH];
                yield new String(text, 0, register.copyText(text), StandardCharsets.UTF_8);
            }
        };
    }
}
