package dev.peregrine.latency.peers;

import dev.peregrine.latency.peers.flink.FlinkJob;
import dev.peregrine.latency.peers.jet.JetJob;
import dev.peregrine.latency.peers.oracle.Agreement;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each peer, as it is measured, against the features' definition. */
@Timeout(120)
class PeersTest {
    private static final int ROWS = 3_000;

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource({"heap,100", "heap,0", "rocksdb,0", "exactly-once,0"})
    void shouldGiveTheFeaturesOfTheirDefinitionByFlink(String state, String timeout)
            throws Exception {
        FlinkJob job =
                new FlinkJob(
                        Map.of(
                                "state", state,
                                "buffer-timeout-ms", timeout,
                                "checkpoint-ms", "200"));

        Agreement.check(job, Agreement.rows(21, ROWS), directory);
    }

    @Test
    void shouldGiveTheFeaturesOfTheirDefinitionByJet() throws Exception {
        Agreement.check(new JetJob(Map.of()), Agreement.rows(22, ROWS), directory);
    }
}
