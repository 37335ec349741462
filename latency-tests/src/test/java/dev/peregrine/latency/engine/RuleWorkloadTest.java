package dev.peregrine.latency.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.policy.PolicyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RuleWorkloadTest {
    @Test
    void shouldGiveTheSameByBothEvaluators() throws PolicyException {
        RuleWorkload workload = new RuleWorkload(100, 300);

        assertThat(workload.events()).isEqualTo(300);
        assertThat(workload.runCompiled()).isPositive().isEqualTo(workload.runCel());
    }
}
