package dev.peregrine.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.client.ClientContext;
import dev.peregrine.client.ClientException;
import dev.peregrine.client.Decision;
import dev.peregrine.client.EventRejectedException;
import dev.peregrine.client.RetryingClient;
import dev.peregrine.client.RetryingContext;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.AttributeType;
import dev.peregrine.protocol.codec.EventStatus;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.event.ControlEventEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class RetryingClientTest {
    private static final long PATIENTLY_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long SHORTLY_NS = TimeUnit.MILLISECONDS.toNanos(150);

    private static TestDriver driver;

    private final Payments payments = new Payments();

    @BeforeAll
    static void launchDriver() {
        driver = TestDriver.launch();
    }

    @AfterAll
    static void closeDriver() {
        driver.close();
    }

    @Test
    void shouldTurnAnswersIntoPlainValues() throws Exception {
        try (TestNode node = TestNode.start(driver);
                RetryingClient client = client("aeron:ipc", 16)) {
            Decision decision = decide(client, "tx-1", 321).get(30, TimeUnit.SECONDS);
            assertThat(decision.action()).isEqualTo(Action.APPROVE);
            assertThat(decision.score()).isEqualTo(321);
            assertThat(decision.eventId()).isEqualTo("tx-1");
            assertThat(decision.epoch()).isEqualTo(3);
            assertThat(decision.policyHash()).startsWith("0000000000000001").hasSize(64);
            assertThat(decision.durableWaitNs()).isEqualTo(5);
            int label = payments.label(7, "label-1");
            assertThat(
                            client.send(payments.buffer, 0, label, PATIENTLY_NS)
                                    .get(30, TimeUnit.SECONDS)
                                    .status())
                    .isEqualTo(EventStatus.APPLIED);
            int hash = new ControlEventEncoder().stateHashRequest(payments.buffer, 0, 7, "h");
            assertThat(
                            client.stateHash(payments.buffer, 0, hash, PATIENTLY_NS)
                                    .get(30, TimeUnit.SECONDS)
                                    .windows())
                    .endsWith(Long.toHexString(31))
                    .hasSize(32);
            assertThat(node.counters.admitted()).isBetween(3L, 3 + client.retries());
        }
    }

    @Test
    void shouldLetOthersTakeItsAnswers() throws Exception {
        RetryingContext ctx = context("aeron:ipc", 16).polled(true);
        AtomicReference<Thread> told = new AtomicReference<>();
        ctx.session().idleStrategy(new SleepingMillisIdleStrategy(2_000));
        try (TestNode node = TestNode.start(driver);
                RetryingClient client = RetryingClient.start(ctx)) {
            Await.until("session", () -> client.poll() >= 0 && client.isConnected());
            for (int i = 0; told.get() != Thread.currentThread(); i++) {
                CompletableFuture<Void> decision =
                        decide(client, "tx-" + i, 321)
                                .thenAccept(ignored -> told.set(Thread.currentThread()));
                Await.until("answer", () -> client.poll() >= 0 && decision.isDone());
                decision.get();
                assertThat(i).as("answers on the client's own thread").isLessThan(5);
            }
            assertThat(node.counters.admitted()).isPositive();
        }
    }

    @Test
    void shouldTakeItsAnswersThoughNobodyPolls() throws Exception {
        try (TestNode node = TestNode.start(driver);
                RetryingClient client =
                        RetryingClient.start(context("aeron:ipc", 16).polled(true))) {
            for (int i = 0; i < 20; i++) {
                assertThat(decide(client, "tx-" + i, 321).get(30, TimeUnit.SECONDS).score())
                        .isEqualTo(321);
            }
            assertThat(node.counters.admitted()).isBetween(20L, 20 + client.retries());
        }
    }

    @Test
    void shouldLearnTheTenantsAttributes() {
        List<Attribute> dictionary =
                List.of(
                        new Attribute(3, AttributeType.STRING, "tier"),
                        new Attribute(9, AttributeType.INTEGER, "age_days"));
        try (TestNode node =
                        TestNode.start(
                                driver, ctx -> ctx.attributeDictionaries(tenant -> dictionary));
                RetryingClient client = client("aeron:ipc", 16)) {
            Await.until("dictionary", () -> client.attributes(7).find("tier") != null);

            assertThat(client.attributes(7).names()).containsExactly("age_days", "tier");
            assertThat(client.attributes(7).find("age_days").id()).isEqualTo(9);
            assertThat(client.attributes(99).names()).isEmpty();
            assertThat(node.counters.sessionsOpen()).isEqualTo(1);
        }
    }

    @Test
    void shouldRetryWhileOverloadedAndNotReady() throws Exception {
        try (TestNode node = TestNode.startRecovering(driver);
                RetryingClient client = client("aeron:ipc", 16)) {
            CompletableFuture<Decision> decision = decide(client, "tx", 5);
            Await.until("refusals", () -> node.counters.refused(RejectCode.NOT_READY) > 2);
            node.engine.refuseNext(3);
            node.agent.ready();
            assertThat(decision.get(30, TimeUnit.SECONDS).score()).isEqualTo(5);
            assertThat(node.counters.refused(RejectCode.OVERLOADED)).isEqualTo(3);
            assertThat(client.retries()).isGreaterThan(5);
        }
    }

    @Test
    void shouldDeliverOtherRejections() {
        try (TestNode node = TestNode.start(driver);
                RetryingClient client = client("aeron:ipc", 16)) {
            int length = payments.payment(99, "tx", 1);
            assertThatThrownBy(
                            () ->
                                    client.decide(payments.buffer, 0, length, PATIENTLY_NS)
                                            .get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(EventRejectedException.class)
                    .hasMessage(
                            "WRONG_TENANT: tenantId = 99: the session may not speak for this"
                                    + " tenant");
            assertThat(node.counters.refused(RejectCode.WRONG_TENANT)).isEqualTo(1);
        }
    }

    @Test
    void shouldTimeOutWhenNothingAnswers() {
        try (RetryingClient client = client("aeron:ipc", 16)) {
            int length = payments.payment(7, "tx", 1);
            assertThatThrownBy(
                            () ->
                                    client.decide(payments.buffer, 0, length, SHORTLY_NS)
                                            .get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            ClientException.class,
                            e ->
                                    assertThat(e.category())
                                            .isEqualTo(ClientException.Category.TIMEOUT));
            assertThat(client.inFlight()).isZero();
        }
    }

    @Test
    void shouldGiveUpAtTheDeadlineOfTheSettingsWhereACallHasNone() {
        RetryingContext ctx =
                new RetryingContext(new ClientContext().aeronDirectoryName("/nonexistent/aeron"))
                        .deadlineNs(SHORTLY_NS);
        long beganNs = System.nanoTime();
        try (RetryingClient client = RetryingClient.start(ctx)) {
            int length = payments.payment(7, "tx", 1);
            CompletableFuture<Decision> decision = client.decide(payments.buffer, 0, length);
            assertThatThrownBy(() -> decision.get(30, TimeUnit.SECONDS))
                    .hasMessageContaining("no answer within 150 ms");
            assertThat(System.nanoTime() - beganNs).isGreaterThanOrEqualTo(SHORTLY_NS);
        }
    }

    @Test
    void shouldBoundWhatIsInFlight() throws Exception {
        try (TestNode node = TestNode.start(driver);
                RetryingClient client = client("aeron:ipc", 4)) {
            node.engine.mute(true);
            List<CompletableFuture<Decision>> futures = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                futures.add(decide(client, "tx-" + i, i));
            }
            assertThatThrownBy(() -> futures.get(4).get(30, TimeUnit.SECONDS))
                    .hasMessageContaining("too many events in flight");
            assertThat(client.inFlight()).isEqualTo(4);
            client.close();
            assertThatThrownBy(() -> futures.get(0).get(30, TimeUnit.SECONDS))
                    .hasMessageContaining("no answer");
            assertThatThrownBy(() -> decide(client, "late", 1).get(30, TimeUnit.SECONDS))
                    .hasMessageContaining("closed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"aeron:ipc", "aeron:udp?endpoint=localhost:20921"})
    void shouldResendWhatALostNodeLeftUnanswered(String channel) throws Exception {
        List<CompletableFuture<Decision>> futures = new ArrayList<>();
        try (RetryingClient client = client(channel, 64)) {
            TestNode first = TestNode.start(driver);
            client.awaitConnected(PATIENTLY_NS);
            first.engine.mute(true);
            for (int i = 0; i < 20; i++) {
                futures.add(decide(client, "tx-" + i, i));
            }
            Await.until("arrival", () -> first.engine.offered() == 20);
            first.die();
            futures.add(decide(client, "tx-20", 20));
            try (TestNode second = TestNode.start(driver)) {
                for (int i = 0; i <= 20; i++) {
                    assertThat(futures.get(i).get(30, TimeUnit.SECONDS).eventId())
                            .isEqualTo("tx-" + i);
                }
                assertThat(second.counters.admitted()).isEqualTo(21);
                assertThat(client.sessions()).isEqualTo(2);
                assertThat(client.retries()).isGreaterThanOrEqualTo(20);
            }
        }
    }

    @Test
    void shouldServeManyThreads() throws Exception {
        try (TestNode node = TestNode.start(driver);
                RetryingClient client = client("aeron:ipc", 64)) {
            client.awaitConnected(PATIENTLY_NS);
            List<Thread> threads = new ArrayList<>();
            List<Throwable> failures = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int name = t;
                Thread thread =
                        new Thread(
                                () -> {
                                    Payments own = new Payments();
                                    for (int i = 0; i < 500; i++) {
                                        String id = name + "-" + i;
                                        int length = own.payment(7, id, i);
                                        String answered =
                                                client.decide(own.buffer, 0, length, PATIENTLY_NS)
                                                        .join()
                                                        .eventId();
                                        assertThat(answered).isEqualTo(id);
                                    }
                                });
                thread.setUncaughtExceptionHandler((failed, e) -> failures.add(e));
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
            assertThat(node.counters.admitted()).isBetween(2000L, 2000 + client.retries());
        }
    }

    private CompletableFuture<Decision> decide(RetryingClient client, String id, long amount) {
        return client.decide(payments.buffer, 0, payments.payment(7, id, amount), PATIENTLY_NS);
    }

    private static RetryingClient client(String channel, int maxInFlight) {
        return RetryingClient.start(context(channel, maxInFlight));
    }

    private static RetryingContext context(String channel, int maxInFlight) {
        return new RetryingContext(
                        new ClientContext()
                                .aeronDirectoryName(driver.directory())
                                .ingressChannel(channel)
                                .nodeTimeoutNs(TimeUnit.MILLISECONDS.toNanos(500)))
                .maxInFlight(maxInFlight);
    }
}
