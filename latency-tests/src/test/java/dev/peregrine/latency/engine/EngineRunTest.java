package dev.peregrine.latency.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.report.latency.SeriesPoint;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EngineRunTest {
    private static final int CARDS = 1_000;

    @TempDir private Path directory;

    @Test
    void shouldMeasureEachDecisionOfAPolicyOverSimulatedPayments() throws Exception {
        EngineFigures found = run("minimal").get("engine-minimal");

        check("engine-minimal", found);
        assertThat(found.phases()).extracting(EngineFigures.Phase::name).contains("engine: rules");
    }

    @Test
    void shouldMeasureTheReferencePolicyBesideItsFloor() throws Exception {
        Map<String, EngineFigures> found = run(EngineRun.REFERENCE);

        assertThat(found).hasSize(2);
        check(EngineRun.name(EngineRun.REFERENCE, CARDS), found.get("engine-reference-1000"));
        check(EngineRun.floorName(CARDS), found.get("engine-floor-1000"));
        assertThat(found.get("engine-floor-1000").eventNs())
                .isLessThan(found.get("engine-reference-1000").eventNs());
    }

    private Map<String, EngineFigures> run(String policy) throws Exception {
        Path file = directory.resolve("figures.json");
        EngineRun.main(
                new String[] {
                    policy,
                    Integer.toString(CARDS),
                    "1",
                    "0.1",
                    "1.2",
                    directory.toString(),
                    file.toString()
                });
        return EngineFigures.read(file);
    }

    private void check(String name, EngineFigures found) {
        long count = found.histogram().getTotalCount();
        assertThat(count).isPositive();
        assertThat(found.series().stream().mapToLong(SeriesPoint::count).sum()).isEqualTo(count);
        assertThat(found.eventNs()).isPositive();
        assertThat(found.eventCpuNs()).isPositive();
        assertThat(directory.resolve(name + "-1.hdr")).isNotEmptyFile();
    }
}
