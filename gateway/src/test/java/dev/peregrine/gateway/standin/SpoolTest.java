package dev.peregrine.gateway.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.gateway.DecisionReplies;
import dev.peregrine.gateway.json.Decision;
import dev.peregrine.gateway.json.StandInDecision;
import dev.peregrine.protocol.codec.Action;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SpoolTest {
    private static final long DAY_NS = TimeUnit.DAYS.toNanos(1);

    @TempDir private Path directory;

    @Test
    void shouldRememberWhatItKeptAfterAReopen() throws Exception {
        try (Spool spool = open(DAY_NS)) {
            keep(spool, "pay-1");
            keep(spool, "pay-2");
        }

        try (Spool spool = open(DAY_NS)) {
            StandInEntry entry = spool.find(new SpoolKey(1, "pay-2"));
            assertThat(entry.decision()).isEqualTo(Payments.standIn("pay-2"));
            assertThat(entry.isAbout(Payments.payment("pay-2"))).isTrue();
            assertThat(entry.isAbout(Payments.payment("pay-2", 1))).isFalse();
            assertThat(Spool.event(entry)).isEqualTo(Payments.payment("pay-2"));
            assertThat(spool.pending())
                    .extracting(e -> e.decision().eventId())
                    .containsExactly("pay-1", "pay-2");
            assertThat(spool.find(new SpoolKey(2, "pay-2"))).isNull();
        }
    }

    @Test
    void shouldGiveTheFirstStandInOfAnEventIdAgain() throws Exception {
        try (Spool spool = open(DAY_NS)) {
            StandInEntry first = keep(spool, "pay-1");
            byte[] event = Payments.payment("pay-1");
            StandInDecision other =
                    new StandInDecision(
                            1, "pay-1", Action.DECLINE, first.decision().reason(), Payments.POLICY);

            Spool.Kept again = spool.keep(other, PaymentFacts.of(event), event);

            assertThat(again.entry()).isSameAs(first);
            assertThat(again.isNew()).isFalse();
            assertThat(spool.pending()).hasSize(1);
        }
    }

    @Test
    void shouldRememberHowEachWasSettled() throws Exception {
        DecisionReplies.Reply reply = DecisionReplies.challenge("pay-2");
        Decision decision = Decision.copyOf(reply.envelope(), reply.body());
        try (Spool spool = open(DAY_NS)) {
            spool.settle(keep(spool, "pay-1"), Settlement.BACK_FILLED, null);
            spool.settle(keep(spool, "pay-2"), Settlement.SUPERSEDED, decision);
            keep(spool, "pay-3");
        }

        try (Spool spool = open(DAY_NS)) {
            assertThat(spool.pending())
                    .extracting(e -> e.decision().eventId())
                    .containsExactly("pay-3");
            assertThat(spool.find(new SpoolKey(1, "pay-1")).isSuperseded()).isFalse();
            StandInEntry superseded = spool.find(new SpoolKey(1, "pay-2"));
            assertThat(superseded.isSuperseded()).isTrue();
            Decision again = Spool.supersedingDecision(superseded);
            assertThat(again.body()).isEqualTo(decision.body());
            assertThat(again.replayed()).isTrue();
            assertThat(again.superseded()).isEqualTo(Payments.standIn("pay-2"));
        }
    }

    @Test
    void shouldCutOffWhatWasNotWrittenInFull() throws Exception {
        long whole;
        try (Spool spool = open(DAY_NS)) {
            keep(spool, "pay-1");
            keep(spool, "pay-2");
        }
        Path file = files().get(0);
        whole = Files.size(file);
        int record = (int) (whole - SpoolSegment.HEADER_LENGTH) / 2;
        for (int cut = 1; cut < record; cut += 37) {
            byte[] bytes = Files.readAllBytes(file);
            try (RandomAccessFile torn = new RandomAccessFile(file.toFile(), "rw")) {
                torn.setLength(whole - cut);
            }
            try (Spool spool = open(DAY_NS)) {
                assertThat(spool.pending()).hasSize(1);
                assertThat(Files.size(file)).isEqualTo(whole - record);
            }
            Files.write(file, bytes);
        }
        flip(file, whole - 5);
        try (Spool spool = open(DAY_NS)) {
            assertThat(spool.pending()).hasSize(1);
            keep(spool, "pay-3");
        }
        try (Spool spool = open(DAY_NS)) {
            assertThat(spool.pending())
                    .extracting(e -> e.decision().eventId())
                    .containsExactly("pay-1", "pay-3");
        }
    }

    @Test
    void shouldRefuseDamageThatNoKillLeavesBehind() throws Exception {
        try (Spool spool = open(DAY_NS)) {
            for (int i = 0; files().size() < 2; i++) {
                keep(spool, "pay-" + i);
            }
        }
        Path first = files().get(0);
        flip(first, Files.size(first) / 2);

        assertThatThrownBy(() -> open(DAY_NS))
                .isInstanceOf(SpoolException.class)
                .hasMessageContaining(first + ": the record at byte ")
                .hasMessageEndingWith(" is damaged");
        flip(first, 3);
        assertThatThrownBy(() -> open(DAY_NS)).hasMessage(first + ": is no file of a spool");
    }

    @Test
    void shouldRefuseWhenItIsFullAndTakeMoreWhenTheEngineHasHeardOfSome() throws Exception {
        try (Spool spool = open(DAY_NS)) {
            List<CompletableFuture<StandInEntry>> all = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                all.add(tryKeep(spool, "pay-" + i));
            }
            List<StandInEntry> kept = new ArrayList<>();
            Set<String> refusals = new HashSet<>();
            for (CompletableFuture<StandInEntry> one : all) {
                try {
                    kept.add(one.get());
                } catch (ExecutionException e) {
                    refusals.add(e.getCause().getMessage());
                }
            }
            assertThat(refusals).containsExactly(Spool.FULL);
            assertThat(spool.sizeBytes()).isLessThanOrEqualTo(SpoolContext.MIN_BYTES);
            assertThat(kept).hasSizeGreaterThan(500);
            assertThat(spool.size()).isEqualTo(kept.size());

            for (StandInEntry entry : kept) {
                spool.settle(entry, Settlement.BACK_FILLED, null);
            }
            while (!spool.pending().isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(1);
            }

            assertThat(keep(spool, "more").decision().eventId()).isEqualTo("more");
            assertThat(spool.find(kept.get(0).key())).isNull();
            assertThat(spool.find(kept.get(kept.size() - 1).key())).isNotNull();
        }
    }

    @Test
    void shouldForgetTheSettledWhenTheirTimeIsOver() throws Exception {
        try (Spool spool = open(0)) {
            List<StandInEntry> kept = new ArrayList<>();
            for (int i = 0; files().size() < 3; i++) {
                kept.add(keep(spool, "pay-" + i));
            }
            StandInEntry last = kept.remove(kept.size() - 1);
            for (StandInEntry entry : kept) {
                spool.settle(entry, Settlement.BACK_FILLED, null);
            }

            while (spool.find(kept.get(0).key()) != null || files().size() > 1) {
                TimeUnit.MILLISECONDS.sleep(10);
            }

            assertThat(spool.pending()).containsExactly(last);
        }
    }

    @Test
    void shouldBelongToOneGateway() throws Exception {
        try (Spool spool = open(DAY_NS)) {
            assertThatThrownBy(() -> open(DAY_NS))
                    .isInstanceOf(SpoolException.class)
                    .hasMessage(directory + " is in use by another gateway");
            assertThat(spool.size()).isZero();
        }
    }

    private Spool open(long retentionNs) {
        return Spool.open(new SpoolContext(directory, SpoolContext.MIN_BYTES, retentionNs));
    }

    private static StandInEntry keep(Spool spool, String eventId) throws Exception {
        return tryKeep(spool, eventId).get();
    }

    private static CompletableFuture<StandInEntry> tryKeep(Spool spool, String eventId) {
        byte[] event = Payments.payment(eventId);
        CompletableFuture<StandInEntry> result = new CompletableFuture<>();
        spool.keep(Payments.standIn(eventId), PaymentFacts.of(event), event)
                .entry()
                .await(
                        new StandInEntry.Waiter() {
                            @Override
                            public void onKept(StandInEntry entry) {
                                result.complete(entry);
                            }

                            @Override
                            public void onNotKept(String reason) {
                                result.completeExceptionally(new IllegalStateException(reason));
                            }
                        });
        return result;
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".spool")).sorted().toList();
        }
    }

    private static void flip(Path file, long at) throws Exception {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int value = bytes.read();
            bytes.seek(at);
            bytes.write(value ^ 0x10);
        }
    }
}
