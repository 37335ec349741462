package dev.peregrine.node.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.peregrine.node.cli.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What breaks under a node, or in it, and what it does then: docs/operations.md, made to happen.
 */
@Timeout(300)
class FaultTest {
    private static final int OK = 200;
    private static final int REFUSED = 422;
    private static final int OVERLOADED = 429;
    private static final String SNAPSHOT_WRITE_FULL = "s.unfinished-write-full";
    private static final String JOURNAL_WRITE_FULL = "1.rec-write-full";
    private static final String JOURNAL_WRITE_ERROR = "1.rec-write-error";
    private static final String JOURNAL_WRITE_STALL = "1.rec-write-stall";
    private static final String JOURNAL_FORCE_ERROR = "1.rec-force-error";
    private static final Pattern QUARANTINE_LINE = Pattern.compile("has the line \"([^\"]+)\"");

    private final HttpPayer payer = new HttpPayer();
    private final List<NodeProcess> nodes = new ArrayList<>();
    private Path data;

    @TempDir private Path directory;

    @BeforeEach
    void makeFaultsPossible() throws IOException {
        Files.createDirectory(directory.resolve("faults"));
        data = directory.resolve("data");
    }

    @AfterEach
    void killWhatStillRuns() throws InterruptedException {
        for (NodeProcess node : nodes) {
            node.kill();
        }
    }

    @Test
    void shouldServeWithoutSnapshotsSlowDownWithTheDiskAndStopWhenTheJournalIsFull()
            throws Exception {
        NodeProcess node = start().awaitReady();
        int port = node.port();

        set(SNAPSHOT_WRITE_FULL);
        assertThat(payer.send(port, "a").get()).isEqualTo(OK);
        await(() -> HttpPayer.metric(port, "peregrine_snapshot_failures_total") > 0);
        assertThat(payer.send(port, "b").get()).isEqualTo(OK);
        try (Stream<Path> snapshots = Files.list(data.resolve("snapshots"))) {
            assertThat(snapshots.filter(file -> file.toString().endsWith(".pgs"))).isEmpty();
        }
        clear(SNAPSHOT_WRITE_FULL);
        await(() -> HttpPayer.metric(port, "peregrine_snapshot_sequence") > 0);
        assertThat(node.output())
                .contains("no snapshot: ")
                .contains(".unfinished: cannot be written: No space left on device");

        set(JOURNAL_WRITE_STALL);
        List<CompletableFuture<Integer>> slow = sendMany(port, "slow-", 200);
        await(() -> slow.stream().anyMatch(answer -> answer.getNow(0) == OVERLOADED));
        assertThat(payer.acknowledged).as("before they were written").containsOnlyKeys("a", "b");
        clear(JOURNAL_WRITE_STALL);
        all(slow);
        await(() -> payer.send(port, "pace").get() == OK);

        List<CompletableFuture<Integer>> lost = sendMany(port, "full-", 50);
        set(JOURNAL_WRITE_FULL);
        lost.addAll(sendMany(port, "more-", 50));
        assertThat(node.awaitEnd().exitCode())
                .as(node.output())
                .isEqualTo(ExitCode.JOURNAL_FAILED.code());
        all(lost);
        assertThat(problem(node))
                .contains(data + "/archive: cannot be written: No space left on device")
                .contains("journal is recorded up to position")
                .doesNotContain("\tat ");

        NodeProcess stillFull = start().awaitEnd();
        assertThat(stillFull.exitCode()).isEqualTo(ExitCode.JOURNAL_FAILED.code());
        assertThat(problem(stillFull)).contains("No space left on device");

        clear(JOURNAL_WRITE_FULL);
        assertKept(start().awaitReady());
    }

    @Test
    void shouldKeepTheJournalWhereItIsWhileItCannotBeMovedToTheHistory() throws Exception {
        String[] shortSegments = {
            "-Dperegrine.journal.behind-snapshots=move",
            "-Dperegrine.journal.term-length=64KiB",
            "-Dperegrine.journal.segment-length=64KiB"
        };
        NodeProcess node = start(shortSegments).awaitReady();
        int port = node.port();
        Path history = data.resolve("history");
        Files.createFile(history);
        await(
                () -> {
                    all(sendMany(port, "moved-" + payer.acknowledged.size() + "-", 50));
                    return HttpPayer.metric(port, "peregrine_snapshot_failures_total") > 0;
                });
        await(() -> node.output().contains("old segments cannot be taken away: " + history));
        assertThat(payer.send(port, "meanwhile").get()).isEqualTo(OK);

        Files.delete(history);
        await(
                () -> {
                    all(sendMany(port, "after-" + payer.acknowledged.size() + "-", 10));
                    return Files.isDirectory(history) && !isEmpty(history);
                });
        node.kill();
        assertKept(start(shortSegments).awaitReady());
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    @Test
    void shouldStopWhenTheJournalCannotBeForcedOrWritten() throws Exception {
        NodeProcess synced = start("-Dperegrine.durability=synced").awaitReady();
        assertThat(payer.send(synced.port(), "a").get()).isEqualTo(OK);
        set(JOURNAL_FORCE_ERROR);
        CompletableFuture<Integer> unforced = payer.send(synced.port(), "b");
        assertThat(synced.awaitEnd().exitCode()).isEqualTo(ExitCode.JOURNAL_FAILED.code());
        assertThat(unforced.get()).isNotEqualTo(OK);
        assertThat(problem(synced))
                .contains("cannot be written: Input/output error")
                .contains("journal is synced up to position");
        assertThat(data.resolve("LOCK")).as("the next one looks at the end").isNotEmptyFile();
        clear(JOURNAL_FORCE_ERROR);

        NodeProcess recorded = start().awaitReady();
        assertThat(payer.send(recorded.port(), "b").get()).isEqualTo(OK);
        set(JOURNAL_WRITE_ERROR);
        CompletableFuture<Integer> unwritten = payer.send(recorded.port(), "c");
        assertThat(recorded.awaitEnd().exitCode()).isEqualTo(ExitCode.JOURNAL_FAILED.code());
        assertThat(unwritten.get()).isNotEqualTo(OK);
        assertThat(problem(recorded)).contains("cannot be written: Input/output error");
        clear(JOURNAL_WRITE_ERROR);
        assertKept(start().awaitReady());
    }

    @Test
    void shouldSetPoisonAsideAndHaltOnWhatFailsAfterItsFirstEffect() throws Exception {
        NodeProcess node = start().awaitReady();
        assertThat(payer.send(node.port(), "a").get()).isEqualTo(OK);
        assertThat(payer.send(node.port(), "b", "poison", 100).get()).isEqualTo(REFUSED);
        assertThat(HttpPayer.metric(node.port(), quarantined())).isEqualTo(1);
        await(() -> !poisonLines(node).isEmpty());
        assertThat(poisonLines(node))
                .singleElement(STRING)
                .contains("of epoch 1")
                .contains("IllegalStateException: poison at ");
        assertThat(payer.send(node.port(), "c").get()).isEqualTo(OK);
        CompletableFuture<Integer> halting = payer.send(node.port(), "d", "card-2", 666);
        assertThat(node.awaitEnd().exitCode()).as(node.output()).isEqualTo(ExitCode.HALTED.code());
        assertThat(halting.get()).isNotEqualTo(OK);

        NodeProcess again = start().awaitEnd();
        assertThat(again.exitCode()).isEqualTo(ExitCode.HALTED.code());
        assertThat(problem(again)).contains("the engine halted on event").isEqualTo(told(node));
        Matcher line = QUARANTINE_LINE.matcher(problem(again));
        assertThat(line.find()).as(problem(again)).isTrue();
        Files.writeString(data.resolve("quarantine"), "# a sum\n" + line.group(1) + "\n");

        NodeProcess mended = start().awaitReady();
        assertThat(payer.send(mended.port(), "d", "card-2", 666).get()).isEqualTo(REFUSED);
        assertThat(payer.send(mended.port(), "e").get()).isEqualTo(OK);
        assertKept(mended);

        NodeProcess verified = command("replay", "--verify").awaitEnd();
        assertThat(verified.exitCode()).as(verified.output()).isEqualTo(ExitCode.OK.code());
        assertThat(verified.output())
                .contains("differences   0")
                .contains("decisions     3 equal")
                .contains("refusals      3 equal");
    }

    @Test
    void shouldRefuseToStartWithoutSharedMemory() throws Exception {
        List<String> small = withSharedMemory("16m");
        NodeProcess node =
                kept(NodeProcess.startWrapped(directory, 0, small, arguments("serve"))).awaitEnd();
        assertThat(node.exitCode()).as(node.output()).isEqualTo(ExitCode.SHARED_MEMORY_FULL.code());
        assertThat(problem(node)).contains("not enough space in /dev/shm");
        assertThat(node.output()).doesNotContain("\tat ");
    }

    @Test
    void shouldServeOnWhenSharedMemoryFillsLater() throws Exception {
        List<String> small = withSharedMemory("256m");
        NodeProcess node =
                kept(NodeProcess.startWrapped(directory, 0, small, arguments("serve")))
                        .awaitReady();
        assertThat(payer.send(node.port(), "a").get()).isEqualTo(OK);

        assertThat(succeeds(inside(node, "dd", "if=/dev/zero", "of=/dev/shm/ballast", "bs=64k")))
                .as("there is an end to it")
                .isFalse();
        for (int i = 0; i < 20; i++) {
            for (CompletableFuture<Integer> answer : sendMany(node.port(), "b-" + i + "-", 50)) {
                assertThat(answer.get()).as(node.output()).isEqualTo(OK);
            }
        }

        assertThat(succeeds(inside(node, "rm", "/dev/shm/ballast"))).isTrue();
        assertKept(node);
    }

    @Test
    void shouldKeepWhatItAcknowledgedOnADiskThatIsReallyFull() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                succeeds(
                        List.of(
                                "mount",
                                "-t",
                                "tmpfs",
                                "-o",
                                "size=256m",
                                "tmpfs",
                                disk.toString())),
                "needs the right to mount a small disk");
        try {
            data = disk.resolve("data");
            NodeProcess node = start().awaitReady();
            assertThat(payer.send(node.port(), "a").get()).isEqualTo(OK);
            fill(disk.resolve("ballast"));
            int port = node.port();
            await(
                    () -> {
                        all(sendMany(port, "full-" + payer.acknowledged.size() + "-", 50));
                        return !node.isAlive();
                    });
            assertThat(node.awaitEnd().exitCode())
                    .as(node.output())
                    .isEqualTo(ExitCode.JOURNAL_FAILED.code());
            assertThat(problem(node)).contains("/archive: cannot be written: ").contains(" 0 MiB");
            Files.delete(disk.resolve("ballast"));
            assertKept(start().awaitReady());
        } finally {
            killWhatStillRuns();
            succeeds(List.of("umount", disk.toString()));
        }
    }

    /** Runs a command with a small /dev/shm of its own. */
    private static List<String> withSharedMemory(String size) throws Exception {
        List<String> small =
                List.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o size=" + size + " tmpfs /dev/shm && exec \"$@\"",
                        "sh");
        List<String> attempt = new ArrayList<>(small);
        attempt.add("true");
        assumeTrue(succeeds(attempt), "needs the right to mount a small /dev/shm of its own");
        return small;
    }

    /** A command that sees the files that a node sees. */
    private static List<String> inside(NodeProcess node, String... command) {
        List<String> words =
                new ArrayList<>(
                        List.of("nsenter", "--mount", "--target", Long.toString(node.pid())));
        words.addAll(List.of(command));
        return words;
    }

    private static void fill(Path ballast) throws IOException {
        byte[] block = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (ballast.toFile().getUsableSpace() > 0) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left on device");
        }
    }

    private static boolean succeeds(List<String> command) throws Exception {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Every decision that was acknowledged is still known, to the letter; then the node stops. */
    private void assertKept(NodeProcess node) throws Exception {
        List<String> events = List.copyOf(payer.acknowledged.keySet());
        double before = HttpPayer.metric(node.port(), "peregrine_replayed_total");
        for (String event : events) {
            assertThat(payer.send(node.port(), event).get()).as(event).isEqualTo(OK);
            assertThat(payer.acknowledged.get(event)).doesNotContain(" then ");
        }
        assertThat(HttpPayer.metric(node.port(), "peregrine_replayed_total") - before)
                .isEqualTo(events.size());
        assertThat(node.terminate()).as(node.output()).isEqualTo(ExitCode.OK.code());
    }

    private List<CompletableFuture<Integer>> sendMany(int port, String prefix, int count) {
        List<CompletableFuture<Integer>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(payer.send(port, prefix + i));
        }
        return sent;
    }

    private static void all(List<CompletableFuture<Integer>> sent) {
        CompletableFuture.allOf(sent.toArray(new CompletableFuture<?>[0])).join();
    }

    private static List<String> poisonLines(NodeProcess node) {
        return node.output().lines().filter(line -> line.contains("was quarantined")).toList();
    }

    private static String quarantined() {
        return "peregrine_refusals_total{code=\"quarantined\"}";
    }

    /** The one line about what is wrong. */
    private static String problem(NodeProcess ended) {
        return ended.output()
                .lines()
                .filter(line -> line.startsWith("peregrine: "))
                .findFirst()
                .orElse(ended.output());
    }

    private static String told(NodeProcess running) {
        return problem(running).replace("the node has failed: ", "");
    }

    private NodeProcess start(String... jvmOptions) {
        return kept(
                NodeProcess.startFaulty(
                        directory, nodes.size(), List.of(jvmOptions), arguments("serve")));
    }

    private NodeProcess command(String... words) {
        return kept(NodeProcess.startFaulty(directory, nodes.size(), List.of(), arguments(words)));
    }

    private NodeProcess kept(NodeProcess started) {
        nodes.add(started);
        return started;
    }

    private List<String> arguments(String... words) {
        Path root = Path.of(System.getProperty("peregrine.root"));
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(
                List.of(
                        "--config",
                        root.resolve("node/src/test/resources/test-faults.yaml").toString(),
                        "--data",
                        data.toString(),
                        "--policy",
                        root.resolve("policies/minimal").toString()));
        if (words[0].equals("serve")) {
            arguments.addAll(List.of("--http-port", "0"));
        }
        return arguments;
    }

    private void set(String fault) throws IOException {
        Files.createFile(directory.resolve("faults").resolve(fault));
    }

    private void clear(String fault) throws IOException {
        Files.delete(directory.resolve("faults").resolve(fault));
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
