package dev.peregrine.scoring.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.policy.Rule;
import dev.peregrine.policy.ScoreBands;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.RiskLevel;
import dev.peregrine.scoring.engine.BitVector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
    private static final ScoreBands BANDS = new ScoreBands(50, 300, 600, 900);

    @ParameterizedTest
    @CsvSource({
        "'', 50, APPROVE, LOW",
        "'+249', 299, APPROVE, LOW",
        "'+250', 300, CHALLENGE, MEDIUM",
        "'+550', 600, REVIEW, ELEVATED",
        "'+850', 900, DECLINE, HIGH",
        "'+5000', 999, DECLINE, HIGH",
        "'-5000', 0, APPROVE, LOW",
        "'R', 50, REVIEW, LOW",
        "'R C', 50, CHALLENGE, LOW",
        "'R C D', 50, DECLINE, LOW",
        "'R C D A', 50, APPROVE, LOW",
        "'A +900', 950, APPROVE, HIGH",
        "'E', 50, CHALLENGE, LOW",
        "'E A', 50, CHALLENGE, LOW",
        "'E A D', 50, CHALLENGE, LOW",
        "'E D', 50, DECLINE, LOW",
        "'R +850', 900, REVIEW, HIGH",
    })
    void shouldWeighByPrecedence(String fired, int score, Action action, RiskLevel level) {
        List<Rule> rules = new ArrayList<>();
        for (String sign : fired.isEmpty() ? new String[0] : fired.split(" ")) {
            rules.add(
                    switch (sign.charAt(0)) {
                        case 'A' -> rule(Action.APPROVE, 0, false);
                        case 'C' -> rule(Action.CHALLENGE, 0, false);
                        case 'E' -> rule(Action.CHALLENGE, 0, true);
                        case 'R' -> rule(Action.REVIEW, 0, false);
                        case 'D' -> rule(Action.DECLINE, 0, false);
                        default -> rule(null, Integer.parseInt(sign), false);
                    });
        }
        BitVector bits = new BitVector();
        bits.reset(rules.size());
        for (int i = 0; i < rules.size(); i++) {
            bits.set(i);
        }
        Verdict verdict = new Verdict(rules, BANDS);
        verdict.weigh(bits);
        assertThat(verdict.score()).isEqualTo(score);
        assertThat(verdict.action()).isEqualTo(action);
        assertThat(verdict.riskLevel()).isEqualTo(level);
    }

    @Test
    void shouldLeaveOutRulesThatDidNotFire() {
        Verdict verdict = new Verdict(List.of(rule(Action.DECLINE, 900, false)), BANDS);
        BitVector none = new BitVector();
        none.reset(1);
        verdict.weigh(none);
        assertThat(verdict.action()).isEqualTo(Action.APPROVE);
        assertThat(verdict.score()).isEqualTo(50);
    }

    private static Rule rule(Action action, int points, boolean evenIfAllowed) {
        return new Rule("r", "", null, action, points, evenIfAllowed, "CODE", "text", false);
    }
}
