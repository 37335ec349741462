package dev.peregrine.scoring.rules;

import dev.peregrine.policy.Rule;
import dev.peregrine.policy.ScoreBands;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.RiskLevel;
import dev.peregrine.scoring.engine.BitVector;
import java.util.List;

/**
 * Score and action from the rules that fired. The score is the base (the champion's calibrated
 * margin, where there is one) plus the points of the fired rules, clamped to 0 .. 999. The action
 * is, in this order: challenge when a challenge rule with {@code even_if_allowed} fired together
 * with an approve rule; approve when an approve rule fired; decline; challenge; review; else the
 * score's band. Reused; one thread.
 */
public final class Verdict {
    private final Rule[] rules;
    private final ScoreBands bands;
    private int score;
    private Action action;
    private RiskLevel riskLevel;

    public Verdict(List<Rule> rules, ScoreBands bands) {
        this.rules = rules.toArray(new Rule[0]);
        this.bands = bands;
    }

    /** Weighs what fired, from the policy's base score. */
    public void weigh(BitVector fired) {
        weigh(fired, bands.base());
    }

    /** Weighs what fired, from a base score. */
    public void weigh(BitVector fired, int base) {
        long points = base;
        boolean allow = false;
        boolean decline = false;
        boolean challenge = false;
        boolean challengeAnyway = false;
        boolean review = false;
        for (int i = fired.next(0); i >= 0; i = fired.next(i + 1)) {
            Rule rule = rules[i];
            points += rule.points();
            Action asked = rule.action();
            if (asked != null) {
                allow |= asked == Action.APPROVE;
                decline |= asked == Action.DECLINE;
                challenge |= asked == Action.CHALLENGE;
                challengeAnyway |= asked == Action.CHALLENGE && rule.evenIfAllowed();
                review |= asked == Action.REVIEW;
            }
        }
        score = (int) Math.max(0, Math.min(ScoreBands.MAX_SCORE, points));
        riskLevel = level(score);
        if (allow) {
            action = challengeAnyway ? Action.CHALLENGE : Action.APPROVE;
        } else if (decline) {
            action = Action.DECLINE;
        } else if (challenge) {
            action = Action.CHALLENGE;
        } else if (review) {
            action = Action.REVIEW;
        } else {
            action = band(riskLevel);
        }
    }

    /** Score, 0 .. 999. */
    public int score() {
        return score;
    }

    public Action action() {
        return action;
    }

    public RiskLevel riskLevel() {
        return riskLevel;
    }

    private RiskLevel level(int value) {
        if (value >= bands.decline()) {
            return RiskLevel.HIGH;
        }
        if (value >= bands.review()) {
            return RiskLevel.ELEVATED;
        }
        return value >= bands.challenge() ? RiskLevel.MEDIUM : RiskLevel.LOW;
    }

    private static Action band(RiskLevel level) {
        return switch (level) {
            case HIGH -> Action.DECLINE;
            case ELEVATED -> Action.REVIEW;
            case MEDIUM -> Action.CHALLENGE;
            case LOW, SBE_UNKNOWN, NULL_VAL -> Action.APPROVE;
        };
    }
}
