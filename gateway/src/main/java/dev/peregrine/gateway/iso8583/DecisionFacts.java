package dev.peregrine.gateway.iso8583;

import dev.peregrine.gateway.json.Decision;
import dev.peregrine.gateway.json.StandInDecision;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a response tells of a decision.
 *
 * @param action what to do with the payment
 * @param score 0 to 999; -1 when there is none, of a stand-in
 * @param reasons codes, the weightiest first
 * @param id as the HTTP API has it; empty of a stand-in
 */
record DecisionFacts(Action action, int score, List<String> reasons, String id) {
    DecisionFacts {
        reasons = List.copyOf(reasons);
    }

    static DecisionFacts of(Decision decision) {
        DecisionBodyDecoder body = new DecisionBodyDecoder();
        body.wrapAndApplyHeader(new UnsafeBuffer(decision.body()), 0, new MessageHeaderDecoder());
        Action action = body.action();
        int score = body.score();
        String id = body.epoch() + "-" + body.sequence();
        List<String> reasons = new ArrayList<>();
        for (DecisionBodyDecoder.ReasonsDecoder reason : body.reasons()) {
            reasons.add(reason.code());
            reason.skipSource();
            reason.skipText();
        }
        return new DecisionFacts(action, score, reasons, id);
    }

    static DecisionFacts of(StandInDecision standIn) {
        return new DecisionFacts(standIn.action(), -1, List.of(), "");
    }

    /** For field 44 or a private one, such as {@code 3-4711/512}; what has no room is left out. */
    String text(int maxLength) {
        if (id.isEmpty()) {
            return "stand-in";
        }
        String all = id + "/" + score;
        return all.length() <= maxLength ? all : id.length() <= maxLength ? id : "";
    }
}
