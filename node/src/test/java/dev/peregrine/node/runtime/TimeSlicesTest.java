package dev.peregrine.node.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peregrine.node.config.ConfigOverrides;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.config.NodeConfigLoader;
import dev.peregrine.replay.recovery.ReplayProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class TimeSlicesTest {
    private static final String NAME = "waited-for";

    @TempDir private Path directory;

    private final Semaphore end = new Semaphore(0);

    @AfterEach
    void endThreads() {
        end.release(2);
    }

    @Test
    void shouldShortenTheSlicesOfTheThreadsThatAreWaitedForOnly() throws Exception {
        start(NAME);
        start("another");
        int expected = isGranted() ? 1 : 0;
        assertEquals(expected, TimeSlices.shorten(NAME::equals));
        assertEquals(expected, TimeSlices.shorten(NAME::equals), "a second time");
        assertEquals(0, TimeSlices.shorten("nobody"::equals));
    }

    @Test
    void shouldShortenTheCallingThreadsOwnSlice() throws Exception {
        boolean[] shortened = new boolean[1];
        Thread thread = new Thread(() -> shortened[0] = TimeSlices.shortenOwn());
        thread.start();
        thread.join();
        assertEquals(isGranted(), shortened[0]);
    }

    @Test
    void shouldNotShortenTheSlicesOfThreadsStartedLater() throws Exception {
        boolean[] shortened = {false, true};
        Thread child = new Thread(() -> shortened[1] = TimeSlices.isOwnShort());
        Thread parent =
                new Thread(
                        () -> {
                            TimeSlices.shortenOwn();
                            shortened[0] = TimeSlices.isOwnShort();
                            child.start();
                        });
        parent.start();
        parent.join();
        child.join();
        assertEquals(isGranted(), shortened[0]);
        assertFalse(shortened[1]);
    }

    @Test
    void shouldKnowTheNamesOfTheThreadsOfADriverWithADirectory() throws Exception {
        start("/tmp/aeron-of-a-node [sender,receiver]");
        assertEquals(isGranted() ? 1 : 0, TimeSlices.shorten("/tmp/aeron-of-a-node"));
    }

    @ParameterizedTest
    @CsvSource({"recorded, 2", "synced, 3"})
    void shouldKnowTheNamesOfANodesThreads(String durability, int threads) throws Exception {
        Path file = Path.of(getClass().getResource("/test-node.yaml").toURI());
        Path policy = Path.of(System.getProperty("peregrine.root"), "policies", "minimal");
        NodeConfig config =
                new NodeConfigLoader()
                        .load(
                                Optional.of(file),
                                new ConfigOverrides()
                                        .put("--data", "data-dir", directory.resolve("data"))
                                        .put("--durability", "durability", durability)
                                        .singleTenant("--policy", policy))
                        .config();
        try (PeregrineNode node =
                PeregrineNode.start(
                        config,
                        ReplayProgress.NONE,
                        (component, failure) -> failure.printStackTrace())) {
            assertEquals(isGranted() ? threads : 0, TimeSlices.shorten(node.aeronDirectoryName()));
        }
    }

    private void start(String name) throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        Thread thread =
                new Thread(
                        () -> {
                            running.countDown();
                            end.acquireUninterruptibly();
                        },
                        name);
        thread.setDaemon(true);
        thread.start();
        assertTrue(running.await(10, TimeUnit.SECONDS));
    }

    /** Linux 6.12 was the first to grant them. */
    private static boolean isGranted() throws IOException {
        Path release = Path.of("/proc/sys/kernel/osrelease");
        if (!Files.exists(release)) {
            return false;
        }
        int[] version =
                Arrays.stream(Files.readString(release).strip().split("[^0-9]+", 3))
                        .limit(2)
                        .mapToInt(Integer::parseInt)
                        .toArray();
        return version[0] > 6 || (version[0] == 6 && version[1] >= 12);
    }
}
