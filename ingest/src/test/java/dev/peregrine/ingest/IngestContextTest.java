package dev.peregrine.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.protocol.codec.Durability;
import io.aeron.Aeron;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IngestContextTest {
    private static final String SHA256 = "ab".repeat(32);

    private static TestDriver driver;
    private static Aeron aeron;

    @BeforeAll
    static void connect() {
        driver = TestDriver.launch();
        aeron =
                Aeron.connect(
                        new Aeron.Context()
                                .aeronDirectoryName(driver.directory())
                                .errorHandler(error -> {}));
    }

    @AfterAll
    static void disconnect() {
        aeron.close();
        driver.close();
    }

    @Test
    void shouldRefuseOpenAccessBeyondThisMachine() {
        IngressEndpoint reachable = new IngressEndpoint("aeron:udp?endpoint=0.0.0.0:20931", 1001);
        assertRefused(ctx -> ctx.ingress(List.of(reachable)))
                .hasMessageContaining("0.0.0.0:20931")
                .hasMessageContaining("no clients are configured");
        assertThat(
                        context()
                                .ingress(List.of(reachable))
                                .clients(List.of(new ClientCredential("till", SHA256, Set.of(7))))
                                .conclude()
                                .authenticator()
                                .isOpen())
                .isFalse();
    }

    @Test
    void shouldNameWhatIsWrong() {
        assertRefused(ctx -> ctx.ingress(List.of(new IngressEndpoint("aeron:tcp?x=1", 1))))
                .hasMessageContaining("aeron:tcp");
        assertRefused(ctx -> ctx.ingress(List.of(new IngressEndpoint("aeron:udp", 1))))
                .hasMessageContaining("endpoint=host:port");
        assertRefused(ctx -> ctx.tenants(List.of(new Tenant(0, "none"))))
                .hasMessageContaining("tenant none = 0");
        assertRefused(ctx -> ctx.tenants(List.of(new Tenant(7, "a"), new Tenant(7, "b"))))
                .hasMessageContaining("tenant b: id 7 is taken");
        assertRefused(ctx -> ctx.clients(List.of(new ClientCredential("c", SHA256, Set.of(9)))))
                .hasMessageContaining("client c: tenant 9 is not configured");
        assertRefused(ctx -> ctx.clients(List.of(new ClientCredential("c", "beef", Set.of(7)))))
                .hasMessageContaining("64 hexadecimal digits");
        assertRefused(ctx -> ctx.responseTermLength(100_000))
                .hasMessageContaining("responseTermLength = 100000");
        assertRefused(ctx -> ctx.egressPatienceNs(-1))
                .hasMessageContaining("egressPatienceNs = -1");
        assertRefused(ctx -> ctx.sessionTimeoutNs(1)).hasMessageContaining("sessionTimeoutNs = 1");
    }

    @Test
    void shouldSayThatThePortIsInUse() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String channel = "aeron:udp?endpoint=127.0.0.1:" + taken.getLocalPort();
            IngestAgent agent =
                    new IngestAgent(context().ingress(List.of(new IngressEndpoint(channel, 1001))));
            assertThatThrownBy(() -> agent.start((s, c, m, o, l) -> true))
                    .isInstanceOf(IngestException.class)
                    .hasMessageContaining("cannot listen on " + channel);
        }
    }

    @Test
    void shouldPublishOnlyWhereAClientMayAsk() {
        assertThat(ResponseChannel.of("aeron:udp?endpoint=h:1|term-length=1g", 65536, false))
                .isEqualTo("aeron:udp?endpoint=h:1|term-length=65536|sparse=false");
        assertThat(ResponseChannel.of("aeron:ipc?mtu=9000", 65536, true))
                .isEqualTo("aeron:ipc?term-length=65536|sparse=false");
        assertThat(ResponseChannel.of("aeron:udp?endpoint=10.0.0.9:1", 65536, true)).isNull();
        assertThat(ResponseChannel.of("aeron:udp?endpoint=localhost:0", 65536, true)).isNull();
        assertThat(ResponseChannel.of("aeron-spy:aeron:ipc", 65536, false)).isNull();
        assertThat(ResponseChannel.of("nonsense", 65536, false)).isNull();
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable>
            assertRefused(Consumer<IngestContext> change) {
        IngestContext ctx = context();
        return assertThatThrownBy(
                        () -> {
                            change.accept(ctx);
                            ctx.conclude();
                        })
                .isInstanceOf(IngestException.class);
    }

    private static IngestContext context() {
        return new IngestContext()
                .aeron(aeron)
                .durability(Durability.NONE)
                .tenants(List.of(TestNode.SHOP));
    }
}
