package dev.peregrine.replay.lane;

import dev.peregrine.protocol.codec.Action;
import java.util.List;
import java.util.Map;

/**
 * What the deciding policy and a challenger said of one payment.
 *
 * @param sequence place of the payment in the order
 * @param champion what was decided
 * @param challenger what the challenger would have decided
 * @param amountMinor in minor units of the base currency
 * @param championRules rules that fired in the deciding policy only
 * @param challengerRules rules that fired in the challenger only
 * @param segments value of each segment that the payment belongs to
 */
record Judgement(
        long sequence,
        Action champion,
        Action challenger,
        long amountMinor,
        List<String> championRules,
        List<String> challengerRules,
        Map<String, String> segments) {
    Judgement {
        championRules = List.copyOf(championRules);
        challengerRules = List.copyOf(challengerRules);
        segments = Map.copyOf(segments);
    }

    /** Whether the decisions differ. */
    boolean isChanged() {
        return champion != challenger;
    }

    /** Whether a decision lets the payment pass without further ado. */
    static boolean passes(Action action) {
        return action == Action.APPROVE;
    }
}
