package dev.peregrine.latency.overload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.latency.rig.ResultFiles;
import dev.peregrine.latency.rig.Rig;
import dev.peregrine.latency.rig.RigPlan;
import dev.peregrine.report.latency.Environment;
import dev.peregrine.report.latency.Measurement;
import dev.peregrine.report.latency.StageFigure;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
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

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepWhatItTakesQuickAndTellTheRestAtOnce(boolean standIns) throws Exception {
        ResultFiles files = new ResultFiles(directory, Environment.capture());
        Rig rig = new Rig(new RigPlan(SECONDS, SECONDS, 2), files, line -> {});
        List<OverloadPhase> phases =
                new OverloadBench(CAPACITY, 10, rig, ROOM).run(standIns, phase -> {});

        assertThat(phases).hasSize(4).allMatch(phase -> phase.unanswered() == 0);
        for (OverloadPhase phase : phases.subList(1, 3)) {
            assertThat(phase.latencies(Answer.DECIDED).getTotalCount())
                    .as(phase.row())
                    .isGreaterThan((long) (CAPACITY * SECONDS / 2));
            assertThat(OverloadPhase.ms(phase.latencies(Answer.DECIDED), 99))
                    .as(phase.row())
                    .isLessThan(WAIT_MS + SLACK_MS);
            var rest = phase.latencies(standIns ? Answer.STAND_IN : Answer.REFUSED);
            assertThat(rest.getTotalCount()).isGreaterThan(phase.sent() / 2);
            assertThat(OverloadPhase.ms(rest, 50)).as(phase.row()).isLessThan(WAIT_MS);
            assertThat(OverloadPhase.ms(rest, 99)).as(phase.row()).isLessThan(SLACK_MS);
        }
        Measurement all = phases.get(1).measurements(rig.plan()).get(0);
        assertThat(all.series()).isNotEmpty();
        assertThat(all.stages()).extracting(StageFigure::name).contains("engine");
        assertThat(directory.resolve(all.name() + ".hdr")).isNotEmptyFile();
        assertThat(directory.resolve(all.name() + ".hgrm")).isNotEmptyFile();
        OverloadPhase after = phases.get(3);
        assertThat(after.latencies(Answer.DECIDED).getTotalCount())
                .as(after.row())
                .isGreaterThanOrEqualTo(after.sent() * 9 / 10);
        assertThat(OverloadPhase.ms(after.latencies(Answer.DECIDED), 50)).isLessThan(2 * WAIT_MS);
        assertThat(phases.get(2).heapBytes() - phases.get(1).heapBytes()).isLessThan(16 * MB);
        assertThat(phases.get(2).directBytes() - phases.get(1).directBytes()).isLessThan(16 * MB);
    }
}
