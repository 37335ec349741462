package dev.peregrine.scoring.engine;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.codec.ActivationKind;
import dev.peregrine.protocol.event.ControlEventEncoder;
import org.agrona.MutableDirectBuffer;

/** What tests of other packages need of the engine's test policies. */
public final class PolicyFixtures {
    private PolicyFixtures() {}

    /** Every aggregate, no rules. */
    public static PolicyBundle policy() {
        return TestPolicies.everyAggregate(1, 10_000);
    }

    /** Writes the activation of {@link #policy} for tenant 1 at 0; returns its length. */
    public static int encodeActivation(ControlEventEncoder encoder, MutableDirectBuffer buffer) {
        PolicyBundle policy = policy();
        return encoder.policyActivation(
                buffer,
                0,
                1,
                "activation",
                ActivationKind.ACTIVATE,
                policy.version(),
                policy.hash().toByteArray(),
                "test");
    }
}
