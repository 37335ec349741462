package dev.peregrine.client;

import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.Durability;
import dev.peregrine.protocol.codec.RiskLevel;
import dev.peregrine.protocol.codec.Sha256Decoder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A decision, as plain values. (epoch, sequence) is its id.
 *
 * @param epoch run of the node in which the event got its sequence
 * @param sequence place of the event in the order
 * @param tenantId owner
 * @param eventId the transaction's event id
 * @param action what to do
 * @param score risk, 0 to 999
 * @param riskLevel band of the score
 * @param policyVersion version of the policy that decided
 * @param policyHash SHA-256 of the policy bundle, 64 hexadecimal digits
 * @param reasons why, weightiest first
 * @param replayed whether the event had been decided before
 * @param durability what held of the event when the answer was sent
 * @param queueNs from the ingress stamp until the engine took the event
 * @param engineNs in the engine
 * @param durableWaitNs from the engine's end until the event was durable
 */
public record Decision(
        long epoch,
        long sequence,
        int tenantId,
        String eventId,
        Action action,
        int score,
        RiskLevel riskLevel,
        long policyVersion,
        String policyHash,
        List<Reason> reasons,
        boolean replayed,
        Durability durability,
        long queueNs,
        long engineNs,
        long durableWaitNs) {
    public Decision {
        reasons = List.copyOf(reasons);
    }

    /** Copies a decision out of its decoders, which stand at the beginning of their messages. */
    public static Decision of(DecisionReplyDecoder envelope, DecisionBodyDecoder body) {
        Sha256Decoder hash = body.policyHash();
        HexFormat hex = HexFormat.of();
        String policyHash =
                hex.toHexDigits(hash.word0())
                        + hex.toHexDigits(hash.word1())
                        + hex.toHexDigits(hash.word2())
                        + hex.toHexDigits(hash.word3());
        long epoch = body.epoch();
        long sequence = body.sequence();
        int tenantId = body.tenantId();
        Action action = body.action();
        int score = body.score();
        RiskLevel riskLevel = body.riskLevel();
        long policyVersion = body.policyVersion();
        List<Reason> reasons = new ArrayList<>();
        for (DecisionBodyDecoder.ReasonsDecoder reason : body.reasons()) {
            int contribution = reason.contribution();
            var method = reason.method();
            String code = reason.code();
            String source = reason.source();
            reasons.add(new Reason(code, reason.text(), source, contribution, method));
        }
        return new Decision(
                epoch,
                sequence,
                tenantId,
                body.eventId(),
                action,
                score,
                riskLevel,
                policyVersion,
                policyHash,
                reasons,
                envelope.replayed() != 0,
                envelope.durability(),
                envelope.queueNs(),
                envelope.engineNs(),
                envelope.durableWaitNs());
    }
}
