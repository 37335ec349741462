package dev.peregrine.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.node.cli.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM to a node under load. */
@Timeout(300)
class TerminationTest {
    private static final int OK = 200;
    private static final int STOPPING = 503;
    private static final int SENDERS = 8;

    private final HttpPayer payer = new HttpPayer();
    private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();

    @TempDir private Path directory;

    @Test
    void shouldRefuseWithA503AndKeepAllThatItHasAnswered() throws Exception {
        Path data = directory.resolve("data");
        NodeProcess node = start(0, data, List.of("-Dperegrine.gateway.lame-duck=3s"));
        int port = node.port();
        Queue<CompletableFuture<Void>> senders = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < SENDERS; i++) {
            String prefix = "sender-" + i + "-";
            senders.add(CompletableFuture.runAsync(() -> sendUntilGone(node, port, prefix)));
        }
        awaitAcknowledged(500);

        int exitCode = node.terminate();

        senders.forEach(CompletableFuture::join);
        assertThat(exitCode).as(node.output()).isEqualTo(ExitCode.OK.code());
        assertThat(statuses).containsKeys(OK, STOPPING);
        assertThat(statuses.keySet()).isSubsetOf(OK, STOPPING, HttpPayer.NO_ANSWER);
        NodeProcess again = start(1, data, List.of());
        assertThat(again.output()).contains("0 events replayed");
        int events = payer.acknowledged.size();
        for (String event : List.copyOf(payer.acknowledged.keySet())) {
            assertThat(payer.send(again.port(), event).get()).as(event).isEqualTo(OK);
        }
        assertThat(payer.acknowledged)
                .hasSize(events)
                .allSatisfy((event, body) -> assertThat(body).doesNotContain(" then "));
        assertThat(HttpPayer.metric(again.port(), "peregrine_replayed_total")).isEqualTo(events);
        assertThat(again.terminate()).isEqualTo(ExitCode.OK.code());
    }

    /** One after the other; the process is gone when nothing is answered any more. */
    private void sendUntilGone(NodeProcess node, int port, String prefix) {
        for (int i = 0; node.isAlive(); i++) {
            statuses.merge(payer.send(port, prefix + i).join(), 1, Integer::sum);
        }
    }

    private void awaitAcknowledged(int count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (payer.acknowledged.size() < count) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private NodeProcess start(int run, Path data, List<String> jvmOptions)
            throws InterruptedException {
        Path policy =
                Path.of(System.getProperty("peregrine.root"))
                        .resolve("policies")
                        .resolve("minimal");
        return NodeProcess.start(
                        directory,
                        run,
                        jvmOptions,
                        List.of(
                                "serve",
                                "--allow-unsigned",
                                "--data",
                                data.toString(),
                                "--policy",
                                policy.toString(),
                                "--http-port",
                                "0"))
                .awaitReady();
    }
}
