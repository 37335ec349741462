package dev.peregrine.replay.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.replay.LogContractTest;
import dev.peregrine.replay.Records;
import dev.peregrine.scoring.log.Log;
import dev.peregrine.scoring.log.LogException;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SimulatedLogTest extends LogContractTest {
    private static final UnsafeBuffer MESSAGE = new UnsafeBuffer(new byte[16]);

    @Override
    protected Log create() {
        return SimulatedLog.durableAtOnce("simulated");
    }

    @Override
    protected Log reopen(Log log) {
        return ((SimulatedLog) log).crash(log.durablePosition());
    }

    @Test
    void shouldBeDurableOnlyWhenTold() {
        SimulatedLog byHand = SimulatedLog.durableByHand("by hand");
        byHand.startAppending();
        List<Records.Entry> written = Records.append(byHand, 1, 1, 10, new Random(1));
        assertThat(byHand.durablePosition()).isZero();
        assertThat(Records.readAll(byHand, 0)).isEmpty();

        byHand.advanceDurablePosition(written.get(3).endPosition());

        assertThat(byHand.durablePosition()).isEqualTo(written.get(3).endPosition());
        assertThat(Records.readAll(byHand, 0)).isEqualTo(written.subList(0, 4));
    }

    @Test
    void shouldKeepWhatACrashIsToldToKeep() {
        SimulatedLog byHand = SimulatedLog.durableByHand("by hand");
        byHand.startAppending();
        List<Records.Entry> written = Records.append(byHand, 1, 1, 10, new Random(1));
        byHand.advanceDurablePosition(written.get(3).endPosition());
        assertThatThrownBy(() -> byHand.crash(written.get(2).endPosition()))
                .isInstanceOf(IllegalArgumentException.class);

        SimulatedLog survivor = byHand.crash(written.get(6).endPosition());

        assertThat(Records.readAll(survivor, 0)).isEqualTo(written.subList(0, 7));
        assertThatThrownBy(byHand::durablePosition)
                .isInstanceOf(LogException.class)
                .hasMessageContaining("crashed");
    }

    @Test
    void shouldRefuseAndFailOnRequest() {
        log.startAppending();
        SimulatedLog simulated = (SimulatedLog) log;
        simulated.refuseNextAppends(2);
        assertThat(log.append(1, 1, 1, MESSAGE, 0, 16)).isEqualTo(Log.BACK_PRESSURED);
        assertThat(log.append(1, 1, 1, MESSAGE, 0, 16)).isEqualTo(Log.BACK_PRESSURED);
        assertThat(log.append(1, 1, 1, MESSAGE, 0, 16)).isPositive();

        simulated.fail("disk full");

        assertThatThrownBy(() -> log.append(1, 2, 2, MESSAGE, 0, 16))
                .isInstanceOf(LogException.class)
                .hasMessageContaining("disk full");
        assertThatThrownBy(log::durablePosition).isInstanceOf(LogException.class);
    }
}
