package dev.peregrine.ingest;

import dev.peregrine.protocol.codec.Durability;
import io.aeron.Aeron;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;

/** Ingest around an {@link EchoEngine}, on its own thread. */
final class TestNode implements AutoCloseable {
    static final Tenant SHOP = new Tenant(7, "shop");
    static final Tenant BANK = new Tenant(8, "bank");
    static final IngressEndpoint UDP =
            new IngressEndpoint("aeron:udp?endpoint=localhost:20921", 1001);

    final EchoEngine engine;
    final IngestAgent agent;
    final IngestCounters counters;
    private final Aeron aeron;
    private final AgentRunner runner;

    private TestNode(String aeronDirectory, boolean ready, Consumer<IngestContext> settings) {
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(aeronDirectory));
        try {
            IngestContext ctx =
                    new IngestContext()
                            .aeron(aeron)
                            .ingress(List.of(IngressEndpoint.IPC, UDP))
                            .tenants(List.of(SHOP, BANK))
                            .durability(Durability.RECORDED)
                            .epoch(3)
                            .keepAliveIntervalNs(TimeUnit.MILLISECONDS.toNanos(200))
                            .sessionTimeoutNs(TimeUnit.SECONDS.toNanos(2))
                            .responseTermLength(64 * 1024);
            settings.accept(ctx);
            agent = new IngestAgent(ctx);
            engine = new EchoEngine(agent.egress());
            counters = ctx.counters();
            agent.start(engine);
        } catch (RuntimeException e) {
            aeron.close();
            throw e;
        }
        if (ready) {
            agent.ready();
        }
        runner =
                new AgentRunner(
                        new BackoffIdleStrategy(10, 10, 1_000, 200_000),
                        Throwable::printStackTrace,
                        null,
                        agent);
        AgentRunner.startOnThread(runner);
    }

    static TestNode start(TestDriver driver) {
        return start(driver, ctx -> {});
    }

    static TestNode start(TestDriver driver, Consumer<IngestContext> settings) {
        return new TestNode(driver.directory(), true, settings);
    }

    static TestNode startRecovering(TestDriver driver) {
        return new TestNode(driver.directory(), false, ctx -> {});
    }

    /** Goes away without a word, as a killed process does. */
    void die() {
        aeron.close();
        runner.close();
    }

    @Override
    public void close() {
        runner.close();
        CloseHelper.quietClose(aeron);
    }
}
