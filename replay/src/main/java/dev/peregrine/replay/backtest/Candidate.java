package dev.peregrine.replay.backtest;

import dev.peregrine.policy.PolicyBundle;

/**
 * A policy that a backtest tries.
 *
 * @param bundle the policy
 * @param engine a fresh engine that knows the bundle by its hash
 */
public record Candidate(PolicyBundle bundle, Engine engine) {}
