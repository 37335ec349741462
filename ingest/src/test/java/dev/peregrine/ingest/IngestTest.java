package dev.peregrine.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.client.ClientContext;
import dev.peregrine.client.ClientException;
import dev.peregrine.client.PeregrineClient;
import dev.peregrine.client.SessionEnd;
import dev.peregrine.protocol.codec.AttributeType;
import dev.peregrine.protocol.codec.Durability;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.event.ControlEventEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class IngestTest {
    private static final String SECRET_SHA256 =
            "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    private static TestDriver driver;

    private final Answers answers = new Answers();
    private final Payments payments = new Payments();

    @BeforeAll
    static void launchDriver() {
        driver = TestDriver.launch();
    }

    @AfterAll
    static void closeDriver() {
        driver.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aeron:ipc", "aeron:udp?endpoint=localhost:20921"})
    void shouldDecide(String channel) {
        try (TestNode node = TestNode.start(driver);
                PeregrineClient client = connect(context().ingressChannel(channel))) {
            assertThat(client.durability()).isEqualTo(Durability.RECORDED);
            assertThat(client.terms().epoch()).isEqualTo(3);
            assertThat(client.tenants())
                    .extracting(dev.peregrine.client.Tenant::name)
                    .containsExactly("shop", "bank");
            for (int i = 0; i < 100; i++) {
                offer(client, i, payments.payment(7, "tx-" + i, i));
            }
            answers.await(client, 100);
            assertThat(answers.decisions).hasSize(100);
            assertThat(answers.decisions.get(42))
                    .isEqualTo(new Answers.Decision(42, 42, "tx-42", 100, 30));
            Await.until("admissions counted", () -> node.counters.admitted() == 100);
            assertThat(node.counters.decisions()).isEqualTo(100);
        }
    }

    @Test
    void shouldAcknowledgeAndAnswerWithStateHash() {
        try (TestNode node = TestNode.start(driver);
                PeregrineClient client = connect(context())) {
            offer(client, 1, payments.label(7, "label-1"));
            offer(
                    client,
                    2,
                    new ControlEventEncoder().stateHashRequest(payments.buffer, 0, 7, "hash-1"));
            answers.await(client, 2);
            assertThat(answers.acks).containsExactly(1L);
            assertThat(answers.hashes).containsExactly(25L);
            assertThat(node.counters.acks()).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseWhatTheSessionMayNotSend() {
        try (TestNode node = TestNode.start(driver, IngestTest::knowShopOnly);
                PeregrineClient client = connect(context().credential(secret("secret")))) {
            offer(client, 1, payments.payment(8, "tx", 1));
            offer(client, 2, new ControlEventEncoder().tick(payments.buffer, 0, 7));
            offer(client, 3, payments.payment(7, "tx", 1));
            answers.await(client, 3);
            assertThat(answers.rejections)
                    .extracting(Answers.Rejection::code)
                    .containsExactly(RejectCode.WRONG_TENANT, RejectCode.UNSUPPORTED_VERSION);
            assertThat(answers.rejections.get(0).field()).isEqualTo("tenantId");
            assertThat(answers.rejections.get(0).value()).isEqualTo("8");
            assertThat(answers.decisions).hasSize(1);
            assertThat(client.tenants())
                    .containsExactly(new dev.peregrine.client.Tenant(7, "shop"));
            assertThat(node.counters.refused(RejectCode.WRONG_TENANT)).isEqualTo(1);
        }
    }

    @Test
    void shouldTellATenantsAttributes() {
        List<Attribute> dictionary =
                List.of(
                        new Attribute(3, AttributeType.STRING, "tier"),
                        new Attribute(9, AttributeType.INTEGER, "age_days"));
        try (TestNode node =
                        TestNode.start(
                                driver, ctx -> ctx.attributeDictionaries(tenant -> dictionary));
                PeregrineClient client = connect(context())) {
            assertThat(client.requestAttributes(5, 7)).isPositive();
            assertThat(client.requestAttributes(6, 99)).isPositive();
            answers.await(client, 1);
            assertThat(answers.attributes).containsExactly("3 STRING tier", "9 INTEGER age_days");
            assertThat(answers.rejections.get(0).code()).isEqualTo(RejectCode.WRONG_TENANT);
            assertThat(node.counters.sessionsOpen()).isEqualTo(1);
        }
    }

    @Test
    void shouldSendADictionaryThatHasChangedToWhoMaySpeakForTheTenant() {
        List<Attribute> dictionary = List.of(new Attribute(3, AttributeType.STRING, "tier"));
        try (TestNode node =
                        TestNode.start(
                                driver, ctx -> ctx.attributeDictionaries(tenant -> dictionary));
                PeregrineClient client = connect(context())) {
            node.agent.attributesChanged(99);
            node.agent.attributesChanged(7);
            Await.until(
                    "dictionary sent",
                    () -> {
                        client.poll();
                        return !answers.attributes.isEmpty();
                    });
            assertThat(answers.attributes).containsExactly("3 STRING tier");
        }
    }

    @Test
    void shouldRefuseBadCredential() {
        try (TestNode node = TestNode.start(driver, IngestTest::knowShopOnly)) {
            assertThatThrownBy(() -> connect(context().credential(secret("guess"))))
                    .isInstanceOfSatisfying(
                            ClientException.class,
                            e ->
                                    assertThat(e.category())
                                            .isEqualTo(ClientException.Category.REJECTED))
                    .hasMessageContaining("aeron:ipc")
                    .hasMessageContaining("NOT_AUTHENTICATED");
            assertThat(node.counters.sessionsRefused()).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseMalformedEventWithFieldAndValue() {
        try (TestNode node = TestNode.start(driver);
                PeregrineClient client = connect(context())) {
            int length = payments.payment(7, "tx", 1);
            offer(client, 1, length - 3);
            payments.buffer.putByte(8 + 2, (byte) 77);
            offer(client, 2, length);
            payments.buffer.putByte(0, (byte) 1);
            offer(client, 3, 1);
            answers.await(client, 3);
            assertThat(answers.rejections)
                    .extracting(Answers.Rejection::code)
                    .containsExactly(
                            RejectCode.MALFORMED, RejectCode.INVALID_FIELD, RejectCode.MALFORMED);
            assertThat(answers.rejections.get(1).field()).isEqualTo("purpose");
            assertThat(answers.rejections.get(1).value()).isEqualTo("77");
            assertThat(node.engine.offered()).isZero();
        }
    }

    @Test
    void shouldAnswerOverloadAndGoOn() {
        try (TestNode node = TestNode.start(driver);
                PeregrineClient client = connect(context())) {
            node.engine.refuseNext(2);
            for (int i = 0; i < 3; i++) {
                offer(client, i, payments.payment(7, "tx-" + i, i));
            }
            answers.await(client, 3);
            assertThat(answers.rejections)
                    .extracting(Answers.Rejection::code)
                    .containsExactly(RejectCode.OVERLOADED, RejectCode.OVERLOADED);
            assertThat(answers.decisions)
                    .extracting(Answers.Decision::correlationId)
                    .containsExactly(2L);
        }
    }

    @Test
    void shouldTakeEventsOnlyBetweenReadyAndShutdown() {
        try (TestNode node = TestNode.startRecovering(driver);
                PeregrineClient client = connect(context())) {
            offer(client, 1, payments.payment(7, "tx", 1));
            answers.await(client, 1);
            node.agent.ready();
            offer(client, 2, payments.payment(7, "tx", 1));
            answers.await(client, 2);
            node.agent.beginShutdown();
            offer(client, 3, payments.payment(7, "tx", 1));
            answers.await(client, 3);
            assertThat(answers.rejections)
                    .extracting(Answers.Rejection::code)
                    .containsExactly(RejectCode.NOT_READY, RejectCode.SHUTTING_DOWN);
            assertThatThrownBy(() -> connect(context())).hasMessageContaining("SHUTTING_DOWN");
            node.close();
            awaitEnd(client);
            assertThat(answers.ends).containsExactly(SessionEnd.SHUTDOWN);
        }
    }

    @Test
    void shouldKeepIdleSessionAliveAndEndSilentOne() {
        try (TestNode node = TestNode.start(driver);
                PeregrineClient idle = connect(context());
                PeregrineClient silent = PeregrineClient.connect(context(), new Answers())) {
            assertThat(silent.isOpen()).isTrue();
            Await.until(
                    "the silent session's end",
                    () -> {
                        idle.poll();
                        return node.counters.sessionsOpen() == 1;
                    });
            offer(idle, 1, payments.payment(7, "tx", 1));
            answers.await(idle, 1);
            assertThat(answers.decisions).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"aeron:ipc", "aeron:udp?endpoint=localhost:20921"})
    void shouldDisconnectSlowConsumerAndServeTheOthers(String channel) {
        Answers slowAnswers = new Answers();
        try (TestNode node = TestNode.start(driver);
                PeregrineClient slow =
                        PeregrineClient.connect(context().ingressChannel(channel), slowAnswers);
                PeregrineClient other = connect(context())) {
            Await.until(
                    "the slow session's end",
                    () -> {
                        slow.offer(1, payments.buffer, 0, payments.payment(7, "slow", 1));
                        other.poll();
                        return node.counters.slowConsumers() == 1;
                    });
            offer(other, 9, payments.payment(7, "other", 1));
            answers.await(other, 1);
            assertThat(answers.decisions.get(0).eventId()).isEqualTo("other");
            assertThat(node.counters.sessionsOpen()).isEqualTo(1);
            assertThat(node.counters.egressDropped()).isPositive();
            awaitEnd(slow);
            assertThat(slowAnswers.ends).hasSize(1);
        }
    }

    @Test
    void shouldWaitForAClientThatPausesForAMoment() {
        int more = 400;
        try (TestNode node =
                        TestNode.start(
                                driver, ctx -> ctx.egressPatienceNs(TimeUnit.SECONDS.toNanos(1)));
                PeregrineClient client = connect(context())) {
            for (int i = 0; i < more; i++) {
                long length = payments.payment(7, "tx-" + i, i);
                assertThat(client.offer(i, payments.buffer, 0, (int) length)).isPositive();
            }
            Await.until("as many answers as there is room for", () -> node.engine.offered() > 100);
            assertThat(node.engine.offered()).as("no room for all").isLessThan(more);
            answers.await(client, more);
            assertThat(answers.decisions).hasSize(more);
            assertThat(node.counters.slowConsumers()).isZero();
        }
    }

    @Test
    void shouldSayWhatFailsToConnect() {
        long shortly = TimeUnit.MILLISECONDS.toNanos(300);
        assertThatThrownBy(
                        () ->
                                connect(
                                        context()
                                                .ingressChannel(
                                                        "aeron:udp?endpoint=localhost:20999")
                                                .connectTimeoutNs(shortly)))
                .hasMessage(
                        "no node listens on aeron:udp?endpoint=localhost:20999 stream 1001 within"
                                + " 300 ms");
        assertThatThrownBy(
                        () ->
                                connect(
                                        new ClientContext()
                                                .aeronDirectoryName("/dev/shm/no-such-driver")
                                                .connectTimeoutNs(shortly)))
                .hasMessageContaining("no media driver runs in /dev/shm/no-such-driver");
        assertThatThrownBy(() -> connect(context().connectTimeoutNs(0)))
                .hasMessageStartingWith("connectTimeoutNs = 0: must be from");
    }

    private static void knowShopOnly(IngestContext ctx) {
        ctx.clients(List.of(new ClientCredential("till", SECRET_SHA256, Set.of(7))));
    }

    private static byte[] secret(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ClientContext context() {
        return new ClientContext().aeronDirectoryName(driver.directory());
    }

    private PeregrineClient connect(ClientContext ctx) {
        return PeregrineClient.connect(ctx, answers);
    }

    private void offer(PeregrineClient client, long correlationId, int length) {
        Await.until(
                "room for an event",
                () -> {
                    client.poll();
                    return client.offer(correlationId, payments.buffer, 0, length) > 0;
                });
    }

    private static void awaitEnd(PeregrineClient client) {
        Await.until(
                "the session's end",
                () -> {
                    client.poll();
                    return !client.isOpen();
                });
    }
}
