package dev.peregrine.policy;

import dev.cel.common.types.CelType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one sort of expressions can see.
 *
 * @param what the expression, in messages
 * @param variables for each variable its fields and their types
 * @param models for each model its outputs and their types
 */
record CelScope(
        String what,
        Map<String, Map<String, CelType>> variables,
        Map<String, Map<String, CelType>> models) {

    /** What rules see. */
    static CelScope ofRules(
            Map<String, CelType> features,
            Map<String, CelType> attributes,
            Map<String, CelType> lists,
            Map<String, CelType> parameters,
            Map<String, Map<String, CelType>> models) {
        Map<String, Map<String, CelType>> variables = new LinkedHashMap<>();
        variables.put(CelVariables.TX, CelVariables.transactionFields());
        variables.put(CelVariables.FEATURES, features);
        variables.put(CelVariables.ATTRIBUTES, attributes);
        variables.put(CelVariables.LISTS, lists);
        variables.put(CelVariables.PARAMETERS, parameters);
        variables.put(CelVariables.MODEL, CelVariables.modelFields(models));
        return new CelScope("a rule's condition", variables, models);
    }

    /** What {@code where:} sees. */
    static CelScope ofConditions(Map<String, CelType> attributes) {
        Map<String, CelType> transaction = CelVariables.transactionFields();
        transaction.remove(TransactionVariable.EVENT_ID.externalName());
        transaction.remove(TransactionVariable.STALE_TIME.externalName());
        Map<String, Map<String, CelType>> variables = new LinkedHashMap<>();
        variables.put(CelVariables.TX, transaction);
        variables.put(CelVariables.OUTCOME, CelVariables.outcomeFields());
        variables.put(CelVariables.ATTRIBUTES, attributes);
        return new CelScope("'where'", variables, Map.of());
    }

    /** Names of the fields of a variable, or of the outputs of a model. */
    Set<String> fields(String name) {
        Map<String, CelType> outputs = models.getOrDefault(name, Map.of());
        return variables.getOrDefault(name, outputs).keySet();
    }

    /** Says that a variable, or a model, has no such field. */
    String unknownField(String variable, String name) {
        if (!variables.containsKey(variable) && models.containsKey(variable)) {
            return "unknown output '" + name + "' of model '" + variable + "'";
        }
        return switch (variable) {
            case CelVariables.FEATURES -> "unknown feature '" + name + "'";
            case CelVariables.LISTS -> "unknown list '" + name + "'";
            case CelVariables.PARAMETERS -> "unknown parameter '" + name + "'";
            case CelVariables.ATTRIBUTES -> "unknown attribute '" + name + "'";
            case CelVariables.MODEL -> "unknown model '" + name + "'";
            default -> "unknown field '" + name + "' of " + variable;
        };
    }

    /** The variables, as in {@code rules see tx.* and features.*}. */
    String sees() {
        String who = what.equals("'where'") ? "'where' sees " : "rules see ";
        String list =
                variables.keySet().stream().map(n -> n + ".*").collect(Collectors.joining(", "));
        int last = list.lastIndexOf(", ");
        return who + list.substring(0, last) + " and " + list.substring(last + 2);
    }
}
