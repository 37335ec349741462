package dev.peregrine.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.peregrine.protocol.codec.Action;
import java.util.Set;

/**
 * A rule.
 *
 * @param id unique in the bundle
 * @param description for people
 * @param when checked CEL expression of type bool over {@code tx} and {@code features}
 * @param action what the rule asks for when it fires; null for none
 * @param points added to the score when it fires; may be negative
 * @param evenIfAllowed a challenge that an approve rule does not lift
 * @param reasonCode reason code in the answer
 * @param reasonText plain sentence in the answer
 * @param shadow evaluated and recorded, without effect
 */
public record Rule(
        String id,
        String description,
        CelAbstractSyntaxTree when,
        Action action,
        int points,
        boolean evenIfAllowed,
        String reasonCode,
        String reasonText,
        boolean shadow) {
    /** Names of the bundle's parameters that {@code when} reads. */
    public Set<String> parameters() {
        return RuleParameters.of(this);
    }

    /** The same rule, no longer in shadow. */
    Rule inUse() {
        return new Rule(
                id,
                description,
                when,
                action,
                points,
                evenIfAllowed,
                reasonCode,
                reasonText,
                false);
    }
}
