package dev.peregrine.client;

import dev.peregrine.protocol.codec.ReasonMethod;

/**
 * Why a payment got its score.
 *
 * @param code reason code from the policy
 * @param text plain sentence from the policy
 * @param source id of the rule, or name of the feature
 * @param contribution points added to the score
 * @param method how the contribution was found
 */
public record Reason(
        String code, String text, String source, int contribution, ReasonMethod method) {}
