package dev.peregrine.latency.overload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.latency.rig.RigPlan;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway at ten times what its engine can do: what it takes it does, the rest it tells. */
@Timeout(120)
class OverloadTest {
    private static final double CAPACITY = 50;
    private static final double SECONDS = 2;
    private static final int ROOM = 16;
    private static final double WAIT_MS = 1e3 * ROOM / CAPACITY;

    /** For a machine that does other things as well; without a bound it would be 18 seconds. */
    private static final double SLACK_MS = 1_500;

    private static final long MB = 1 << 20;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepWhatItTakesQuickAndTellTheRestAtOnce(boolean standIns) throws Exception {
        List<OverloadPhase> phases =
                new OverloadBench(CAPACITY, 10, new RigPlan(SECONDS, SECONDS, 2), ROOM)
                        .run(standIns, phase -> {});

        assertThat(phases).hasSize(4).allMatch(phase -> phase.unanswered() == 0);
        for (OverloadPhase phase : phases.subList(1, 3)) {
            assertThat(phase.accepted().getTotalCount())
                    .as(phase.row())
                    .isGreaterThan((long) (CAPACITY * SECONDS / 2));
            assertThat(OverloadPhase.ms(phase.accepted(), 99))
                    .as(phase.row())
                    .isLessThan(WAIT_MS + SLACK_MS);
            var rest = standIns ? phase.standIns() : phase.refused();
            assertThat(rest.getTotalCount()).isGreaterThan(phase.sent() / 2);
            assertThat(OverloadPhase.ms(rest, 50)).as(phase.row()).isLessThan(WAIT_MS);
            assertThat(OverloadPhase.ms(rest, 99)).as(phase.row()).isLessThan(SLACK_MS);
        }
        OverloadPhase after = phases.get(3);
        assertThat(after.accepted().getTotalCount())
                .as(after.row())
                .isGreaterThanOrEqualTo(after.sent() * 9 / 10);
        assertThat(OverloadPhase.ms(after.accepted(), 50)).isLessThan(2 * WAIT_MS);
        assertThat(phases.get(2).heapBytes() - phases.get(1).heapBytes()).isLessThan(16 * MB);
        assertThat(phases.get(2).directBytes() - phases.get(1).directBytes()).isLessThan(16 * MB);
    }
}
