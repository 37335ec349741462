package dev.peregrine.gateway.iso8583;

import dev.peregrine.protocol.codec.Action;

/**
 * Which decisions get a response code.
 *
 * @param action the decision's
 * @param reason code of a reason that it has; empty for any
 * @param minScore its least score; 0 for any, a stand-in's too
 * @param code field 39 of the response
 */
public record ResponseRule(Action action, String reason, int minScore, String code) {
    boolean fits(DecisionFacts decision) {
        return decision.action() == action
                && (reason.isEmpty() || decision.reasons().contains(reason))
                && (minScore == 0 || decision.score() >= minScore);
    }
}
