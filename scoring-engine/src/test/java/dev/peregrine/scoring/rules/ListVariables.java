package dev.peregrine.scoring.rules;

import dev.peregrine.policy.TransactionVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@link PlainLists} as CEL's {@code lists}. CEL finds in a list what equals an element; so a list
 * of prefixes or networks holds those of all texts in play that it matches.
 */
final class ListVariables extends HashMap<String, Object> {
    private static final long serialVersionUID = 1L;
    private static final List<String> IN_NETWORKS = List.of("192.0.2.1", "2001:db8::1");

    ListVariables() {
        put("networks", IN_NETWORKS);
        put("texts", PlainLists.TEXTS);
    }

    void wrap(TransactionVariables transaction, Map<String, Object> attributes) {
        List<Object> texts = new ArrayList<>(RandomExpressions.textLiterals());
        for (TransactionVariable variable : TransactionVariable.values()) {
            texts.add(transaction.get(variable.externalName()));
        }
        texts.addAll(attributes.values());
        put(
                "prefixes",
                texts.stream()
                        .filter(String.class::isInstance)
                        .filter(
                                t ->
                                        PlainLists.PREFIXES.stream()
                                                .anyMatch(((String) t)::startsWith))
                        .toList());
    }
}
