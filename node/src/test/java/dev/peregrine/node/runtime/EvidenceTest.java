package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.client.ClientContext;
import dev.peregrine.client.RetryingClient;
import dev.peregrine.client.RetryingContext;
import dev.peregrine.gateway.evidence.EntryKind;
import dev.peregrine.gateway.evidence.EvidenceStore;
import dev.peregrine.gateway.evidence.StoredEvent;
import dev.peregrine.gateway.evidence.StoredNote;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.event.LabelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The evidence that a real node keeps: complete, never doubled, and made again at will. */
@Timeout(180)
class EvidenceTest {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);

    @TempDir private Path directory;
    private CommandLineNode node;

    @BeforeEach
    void setUp() {
        node = new CommandLineNode(directory);
    }

    @Test
    void shouldHoldEveryDecisionWhileTheNodeRuns() {
        try (PeregrineNode running = node.start()) {
            node.pay(running, 300);
            EvidenceService evidence = running.side().evidence().orElseThrow();
            StoredEvent last = await(evidence.store(), "299");
            assertThat(evidence.store().find(1, last.epoch(), last.sequence())).isPresent();
            assertThat(evidence.store().decisions()).isEqualTo(300);
            assertThat(evidence.failures()).isZero();
            node.pay(running, 1);
            await(evidence.store(), "300");
        }
    }

    @Test
    void shouldTellOfALabelThatIsTheLastEvent() throws Exception {
        try (PeregrineNode running = node.start()) {
            node.pay(running, 10);
            EvidenceStore store = running.side().evidence().orElseThrow().store();
            StoredEvent payment = await(store, "7");
            byte[] original = store.original(1, "7").orElseThrow();
            MutableDirectBuffer label = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
            int length =
                    new LabelBuilder()
                            .eventId("chargeback-7")
                            .kind(LabelKind.CHARGEBACK)
                            .labelTimeNs(payment.ingressTimeNs())
                            .original(new UnsafeBuffer(original), 0, original.length)
                            .encode(label, 0);
            long sequence;
            try (RetryingClient client =
                    RetryingClient.start(
                            new RetryingContext(
                                    new ClientContext()
                                            .aeronDirectoryName(running.aeronDirectoryName())))) {
                client.awaitConnected(DEADLINE_NS);
                sequence = client.send(label, 0, length, DEADLINE_NS).get().sequence();
            }
            long deadline = System.nanoTime() + DEADLINE_NS;
            List<StoredNote> history = List.of();
            while (history.isEmpty()) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                history =
                        store.find(1, payment.epoch(), payment.sequence()).orElseThrow().history();
            }
            assertThat(history).extracting(StoredNote::sequence).containsExactly(sequence);
            assertThat(history.get(0).kind()).isEqualTo(EntryKind.LABEL);
            assertThat(history.get(0).refusal()).isNull();
        }
    }

    @Test
    void shouldHoldWhatTheLogsHoldOverSeveralRuns() {
        for (int run = 0; run < 3; run++) {
            try (PeregrineNode running = node.start()) {
                node.pay(running, 700);
            }
            assertThat(EvidenceCheck.check(node.config())).hasSize(700 * (run + 1));
        }
    }

    @Test
    void shouldBeMadeAgainWhenItWasDeleted() throws IOException {
        try (PeregrineNode running = node.start()) {
            node.pay(running, 1_500);
        }
        Map<Long, String> before = EvidenceCheck.check(node.config());
        delete(node.data.resolve("evidence"));

        node.start().close();

        assertThat(EvidenceCheck.check(node.config())).isEqualTo(before);
    }

    @Test
    void shouldTakeOutWhatTheJournalHasLost() throws IOException {
        try (PeregrineNode running = node.start()) {
            node.pay(running, 100);
        }
        Path kept = directory.resolve("kept");
        copy(node.data, kept);
        try (PeregrineNode running = node.start()) {
            node.pay(running, 200);
        }
        Path newer = directory.resolve("newer");
        copy(node.data.resolve("evidence"), newer);
        delete(node.data);
        copy(kept, node.data);
        delete(node.data.resolve("evidence"));
        copy(newer, node.data.resolve("evidence"));

        try (PeregrineNode running = node.start()) {
            node.pay(running, 50);
        }

        assertThat(EvidenceCheck.check(node.config())).hasSize(150);
    }

    @Test
    void shouldShowAndRebuildOnAStoppedNode() throws IOException {
        try (PeregrineNode running = node.start()) {
            node.pay(running, 600);
            assertThat(node.run("evidence", "show", "7")).isEqualTo(4);
        }
        Map<Long, String> before = EvidenceCheck.check(node.config());
        assertThat(node.run("evidence", "show", "7")).as(node.errors()).isZero();
        String shown = node.output();
        assertThat(shown)
                .contains("\"event_id\":\"7\"", "\"card\":\"card-1\"", "\"card_count_1d\":8");

        assertThat(node.run("evidence", "rebuild")).as(node.errors()).isZero();

        assertThat(node.output()).startsWith("evidence of 600 decisions");
        assertThat(EvidenceCheck.check(node.config())).isEqualTo(before);
        assertThat(node.run("evidence", "show", "1-10")).as(node.errors()).isZero();
        assertThat(node.output()).isEqualTo(shown);
        assertThat(node.run("evidence", "show", "none")).isEqualTo(1);
        assertThat(node.errors()).contains("no evidence of 'none' is kept").hasLineCount(1);
    }

    @Test
    void shouldServeWithoutAStoreThatCannotBeOpened() throws IOException {
        Files.createDirectories(node.data);
        node.start().close();
        delete(node.data.resolve("evidence"));
        Files.createDirectories(node.data.resolve("evidence"));
        Files.writeString(node.data.resolve("evidence").resolve("CURRENT"), "MANIFEST-000099\n");

        try (PeregrineNode running = node.start()) {
            assertThat(running.side().evidence()).isEmpty();
            node.pay(running, 10);
        }
    }

    private static StoredEvent await(EvidenceStore store, String eventId) {
        long deadline = System.nanoTime() + DEADLINE_NS;
        while (true) {
            Optional<StoredEvent> found = store.findEvent(1, eventId);
            if (found.isPresent()) {
                return found.get();
            }
            assertThat(System.nanoTime()).as("event %s", eventId).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }
}
