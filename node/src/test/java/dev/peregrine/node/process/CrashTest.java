package dev.peregrine.node.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.peregrine.client.ClientContext;
import dev.peregrine.client.RetryingClient;
import dev.peregrine.client.RetryingContext;
import dev.peregrine.client.StateHash;
import dev.peregrine.node.LearningPolicy;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.Main;
import dev.peregrine.node.config.ConfigOverrides;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.config.NodeConfigLoader;
import dev.peregrine.node.runtime.OfflineJournal;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.event.ControlEventEncoder;
import dev.peregrine.protocol.event.LabelBuilder;
import dev.peregrine.protocol.event.TransactionBuilder;
import dev.peregrine.replay.recovery.ReplayProgress;
import dev.peregrine.replay.snapshot.SnapshotDirectory;
import dev.peregrine.replay.snapshot.SnapshotFile;
import dev.peregrine.replay.verify.VerificationReport;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a node under load, again and again, also while it recovers and while it takes a snapshot,
 * and a client that retries remembers every answer. Afterwards each event has had its effect once,
 * retries get the bytes that were given first, and an unbroken run over the same journal ends in
 * the state that the much-killed node has.
 */
class CrashTest {
    private static final int KILLS = Integer.getInteger("peregrine.test.kills", 10);
    private static final long SEED = Long.getLong("peregrine.test.seed", 20_261_122L);
    private static final long ANSWER_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(120);
    private static final long SUBMIT_INTERVAL_NS = TimeUnit.MICROSECONDS.toNanos(400);
    private static final Duration TIMEOUT = Duration.ofSeconds(120 + 10L * KILLS);
    private static final int CARDS = 300;
    private static final int KILLS_PER_SNAPSHOT = 5;
    private static final String CONFIG = CrashTest.class.getResource("/test-node.yaml").getPath();
    private static final int LEARNING_KILLS = Math.max(5, KILLS / 5);
    private static final String NOTHING_LEARNED = "0".repeat(32);

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final AnswerBook book = new AnswerBook();
    private final MutableDirectBuffer buffer =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private final MutableDirectBuffer labelBuffer =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private final TransactionBuilder payment = new TransactionBuilder();
    private final long startNs = System.currentTimeMillis() * 1_000_000;
    private long submitted;
    private long distinct;
    private long labelled;
    private boolean labelling;
    private StateHash hash;
    private int startsFromSnapshot;
    private int killsWhileStarting;

    @TempDir private Path directory;

    @Test
    void shouldKeepEveryAcknowledgedEventOnceThroughKills() {
        Path policy = Path.of(System.getProperty("peregrine.root"), "policies", "minimal");
        assertTimeoutPreemptively(TIMEOUT, () -> killAndCheck(policy, KILLS));
    }

    /**
     * The champion learns from labels, and from payments whose horizon passes meanwhile. So does a
     * challenger that is the same policy, beside the engine: it must have given every payment the
     * same score.
     */
    @Test
    void shouldLearnThroughKillsWhatAnUnbrokenRunLearns() throws Exception {
        Path policy = LearningPolicy.writeChallenged(directory.resolve("policy"), "1s", 1);
        labelling = true;
        assertTimeoutPreemptively(TIMEOUT, () -> killAndCheck(policy, LEARNING_KILLS));

        assertThat(labelled).isGreaterThan(LEARNING_KILLS);
        assertThat(hash.learner()).isNotEqualTo(NOTHING_LEARNED);
        assertThat(book.score("event-" + (distinct - 1)))
                .as("before anything is learned the model says the same of every payment")
                .isNotEqualTo(book.score("event-0"));
        int asked = 0;
        for (long i = 0; i < distinct; i += Math.max(1, distinct / 30)) {
            JsonNode challenger = shown("event-" + i, policy).path("challengers").path(0);
            asked += challenger.has("score") ? 1 : 0;
            assertThat(challenger.path("score").asInt(book.score("event-" + i)))
                    .as("event-%d of %d, seed %d", i, distinct, SEED)
                    .isEqualTo(book.score("event-" + i));
        }
        assertThat(asked).isGreaterThan(15);
    }

    private JsonNode shown(String eventId, Path policy) throws Exception {
        StringWriter out = new StringWriter();
        int code =
                Main.commandLine()
                        .setOut(new PrintWriter(out))
                        .execute(
                                "evidence",
                                "show",
                                eventId,
                                "--config",
                                CONFIG,
                                "--data",
                                directory.resolve("data").toString(),
                                "--policy",
                                policy.toString());
        assertThat(code).isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    private void killAndCheck(Path policy, int kills) throws Exception {
        String channel = "aeron:udp?endpoint=localhost:" + freePort();
        Path data = directory.resolve("data");
        Path config = Path.of(CONFIG);
        List<String> options =
                List.of(
                        "--config", config.toString(),
                        "--data", data.toString(),
                        "--policy", policy.toString(),
                        "--ingress", channel);
        NodeProcess node = NodeProcess.start(directory, 0, options).awaitReady();
        try (MediaDriver driver = MediaDriver.launch(driverContext());
                RetryingClient client = RetryingClient.start(clientContext(driver, channel))) {
            for (int kill = 1; kill <= kills; kill++) {
                load(client, TimeUnit.MILLISECONDS.toNanos(200 + random.nextInt(600)));
                if (kill % KILLS_PER_SNAPSHOT == 1) {
                    loadUntilSnapshot(client, new SnapshotDirectory(data.resolve("snapshots")));
                }
                node.kill();
                node = NodeProcess.start(directory, kill, options);
                if (random.nextInt(3) == 0) {
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(2_000));
                    node.kill();
                    killsWhileStarting++;
                    node = NodeProcess.start(directory, kill, options);
                }
                load(client, TimeUnit.MILLISECONDS.toNanos(100));
                node.awaitReady();
                startsFromSnapshot += node.output().contains("snapshot of sequence") ? 1 : 0;
            }
            await(submitted);
            assertThat(book.faults).as("seed %d", SEED).isEmpty();
            retrySome(client);
            hash = stateHash(client);
        } finally {
            assertThat(node.terminate()).as(node.output()).isEqualTo(ExitCode.OK.code());
        }

        assertThat(startsFromSnapshot).as("seed %d", SEED).isGreaterThan(kills / 2);
        assertThat(book.faults).as("seed %d", SEED).isEmpty();
        assertThat(book.bodies).as("seed %d", SEED).hasSize((int) distinct);
        VerificationReport report =
                OfflineJournal.verify(nodeConfig(config, data, policy), ReplayProgress.NONE);
        assertThat(report.differences()).as("seed %d", SEED).isEmpty();
        assertThat(report.proven()).isTrue();
        assertThat(report.decisions()).as("seed %d", SEED).isEqualTo(distinct);
        assertThat(report.finalHash()).as("seed %d", SEED).isEqualTo(text(hash));
        System.out.printf(
                "%d kills, %d more while starting, %d starts from a snapshot; %d events answered, "
                        + "each counted once, %d answers replayed; seed %d%n",
                kills, killsWhileStarting, startsFromSnapshot, distinct, book.replayed.get(), SEED);
    }

    private void load(RetryingClient client, long durationNs) throws InterruptedException {
        long due = System.nanoTime();
        long end = due + durationNs;
        while (System.nanoTime() < end) {
            if (due <= System.nanoTime() && submit(client, "event-" + distinct, distinct)) {
                distinct++;
                labelOne(client);
                due += SUBMIT_INTERVAL_NS;
            } else {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
    }

    /** Every tenth payment proves fraud, once it has been decided. */
    private void labelOne(RetryingClient client) {
        long number = 10 * labelled;
        if (!labelling || !book.bodies.containsKey("event-" + number)) {
            return;
        }
        int paymentLength = encode("event-" + number, number);
        String eventId = "label-" + number;
        int length =
                new LabelBuilder()
                        .eventId(eventId)
                        .kind(LabelKind.FRAUD)
                        .labelTimeNs(timeNs(number))
                        .original(buffer, 0, paymentLength)
                        .encode(labelBuffer, 0);
        if (client.submit(labelBuffer, 0, length, ANSWER_TIMEOUT_NS, book.handler(eventId))) {
            submitted++;
            labelled++;
        }
    }

    private void loadUntilSnapshot(RetryingClient client, SnapshotDirectory snapshots)
            throws InterruptedException {
        List<SnapshotFile> before = snapshots.list();
        long deadline = System.nanoTime() + ANSWER_TIMEOUT_NS;
        while (snapshots.list().equals(before)) {
            assertThat(System.nanoTime()).as("a new snapshot").isLessThan(deadline);
            load(client, TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private void retrySome(RetryingClient client) throws InterruptedException {
        long before = book.replayed.get();
        int retries = (int) Math.min(2_000, distinct);
        for (int i = 0; i < retries; i++) {
            long number = i % 2 == 0 ? i : distinct - 1 - random.nextLong(distinct);
            while (!submit(client, "event-" + number, number)) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
        await(submitted);
        assertThat(book.replayed.get() - before).isEqualTo(retries);
    }

    /** The same number gives the same payment. */
    private int encode(String eventId, long number) {
        payment.reset()
                .tenantId(1)
                .eventId(eventId)
                .eventTimeNs(timeNs(number))
                .amount(100 + number % 10_000, 978)
                .card("card-" + number % CARDS)
                .merchant("merchant-" + number % 7);
        return payment.encode(buffer, 0);
    }

    private boolean submit(RetryingClient client, String eventId, long number) {
        int length = encode(eventId, number);
        boolean taken = client.submit(buffer, 0, length, ANSWER_TIMEOUT_NS, book.handler(eventId));
        if (taken) {
            submitted++;
        }
        return taken;
    }

    private long timeNs(long number) {
        return startNs + number * 1_000;
    }

    private void await(long answers) throws InterruptedException {
        long deadline = System.nanoTime() + ANSWER_TIMEOUT_NS;
        while (book.answers.get() < answers) {
            assertThat(System.nanoTime())
                    .as("%d of %d answers", book.answers.get(), answers)
                    .isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private StateHash stateHash(RetryingClient client) throws Exception {
        int length = new ControlEventEncoder().stateHashRequest(buffer, 0, 1, "the-hash");
        return client.stateHash(buffer, 0, length, ANSWER_TIMEOUT_NS).get();
    }

    private static String text(StateHash hash) {
        return hash.windows() + " " + hash.learner() + " " + hash.ids();
    }

    private static RetryingContext clientContext(MediaDriver driver, String channel) {
        return new RetryingContext(
                        new ClientContext()
                                .aeronDirectoryName(driver.aeronDirectoryName())
                                .ingressChannel(channel)
                                .responseChannel("aeron:udp?endpoint=localhost:0")
                                .clientName("crash-test"))
                .maxInFlight(256);
    }

    private MediaDriver.Context driverContext() {
        return new MediaDriver.Context()
                .aeronDirectoryName(directory.resolve("client-driver").toString())
                .threadingMode(ThreadingMode.SHARED)
                .dirDeleteOnShutdown(true)
                .publicationTermBufferLength(1 << 20);
    }

    private static NodeConfig nodeConfig(Path config, Path data, Path policy) {
        return new NodeConfigLoader()
                .load(
                        Optional.of(config),
                        new ConfigOverrides()
                                .put("--data", "data-dir", data)
                                .singleTenant("--policy", policy))
                .config();
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
