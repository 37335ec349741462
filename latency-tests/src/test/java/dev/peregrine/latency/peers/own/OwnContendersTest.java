package dev.peregrine.latency.peers.own;

import dev.peregrine.latency.peers.oracle.Agreement;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Engine and node, as they are measured, against the features' definition. */
@Timeout(120)
class OwnContendersTest {
    @TempDir private Path directory;

    @Test
    void shouldGiveTheFeaturesOfTheirDefinitionByTheEngine() throws Exception {
        Agreement.check(new EngineAlone(Map.of()), Agreement.rows(11, 2_000), directory);
    }

    @Test
    void shouldGiveTheFeaturesOfTheirDefinitionByALiveNode() throws Exception {
        Agreement.check(
                new LiveNode(Map.of("followers", "false")), Agreement.rows(12, 2_000), directory);
    }
}
