package dev.peregrine.gateway;

import dev.peregrine.client.RetryingContext;
import dev.peregrine.gateway.evidence.BundleSource;
import dev.peregrine.gateway.evidence.EvidenceStore;
import dev.peregrine.gateway.evidence.SideSource;
import dev.peregrine.gateway.format.Formats;
import dev.peregrine.gateway.iso8583.Iso8583Context;
import dev.peregrine.gateway.security.AccessContext;
import dev.peregrine.gateway.standin.ActivePolicies;
import dev.peregrine.gateway.standin.SpoolContext;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Configuration of a {@link Gateway}. Not thread-safe; not to be changed after the launch. */
public final class GatewayContext {
    /** Greatest length of a request's body: 16 KiB. */
    public static final int MAX_BODY_LENGTH = 16 * 1024;

    /** Latest deadline that a request may set: one minute, in nanoseconds. */
    public static final long MAX_DEADLINE_NS = TimeUnit.MINUTES.toNanos(1);

    /** Longest lame duck: ten minutes, in nanoseconds. */
    public static final long MAX_LAME_DUCK_NS = TimeUnit.MINUTES.toNanos(10);

    private String host = "127.0.0.1";
    private int port = 8080;
    private int eventLoops = 1;
    private int maxInFlight = 1024;
    private long decisionTimeoutNs = TimeUnit.SECONDS.toNanos(2);
    private long idleTimeoutNs = TimeUnit.SECONDS.toNanos(60);
    private long headTimeoutNs = TimeUnit.SECONDS.toNanos(10);
    private long bodyTimeoutNs = TimeUnit.SECONDS.toNanos(10);
    private long drainTimeoutNs = TimeUnit.SECONDS.toNanos(10);
    private long lameDuckNs;
    private int batchWindow = 64;
    private String defaultTenant = "";
    private OriginalSource originalSource = OriginalSource.NONE;
    private EngineClient engineClient;
    private RetryingContext client;
    private PrometheusRegistry registry;
    private EvidenceStore evidence;
    private BundleSource bundles = BundleSource.NONE;
    private SideSource side = SideSource.NONE;
    private IntFunction<String> challengers;
    private Map<String, Integer> tenants = Map.of();
    private ActivePolicies policies = ActivePolicies.NONE;
    private SpoolContext spool;
    private AccessContext access = new AccessContext();
    private List<Iso8583Context> iso8583 = List.of();
    private Formats formats;
    private InetAddress address;

    /**
     * Fills defaults and checks ranges, once, before the launch.
     *
     * @return this
     * @throws GatewayException naming the property and its value
     */
    public GatewayContext conclude() {
        require(port >= 0 && port <= 0xFFFF, "port", port, "0 to 65535");
        require(eventLoops >= 1 && eventLoops <= 64, "eventLoops", eventLoops, "1 to 64");
        require(maxInFlight >= 1, "maxInFlight", maxInFlight, "1 or more");
        require(batchWindow >= 1 && batchWindow <= 1024, "batchWindow", batchWindow, "1 to 1024");
        requireTime("decisionTimeoutNs", decisionTimeoutNs, MAX_DEADLINE_NS);
        requireTime("headTimeoutNs", headTimeoutNs, TimeUnit.HOURS.toNanos(1));
        requireTime("bodyTimeoutNs", bodyTimeoutNs, TimeUnit.HOURS.toNanos(1));
        requireTime("idleTimeoutNs", idleTimeoutNs, TimeUnit.HOURS.toNanos(1));
        requireTime("drainTimeoutNs", drainTimeoutNs, TimeUnit.MINUTES.toNanos(10));
        require(
                lameDuckNs >= 0 && lameDuckNs <= MAX_LAME_DUCK_NS,
                "lameDuckNs",
                lameDuckNs,
                "0 to " + MAX_LAME_DUCK_NS);
        if ((engineClient == null) == (client == null)) {
            throw new GatewayException("gateway: set either client or engineClient");
        }
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new GatewayException("gateway: host '" + host + "' cannot be resolved", e);
        }
        iso8583.forEach(Iso8583Context::conclude);
        access.missingFor(address)
                .ifPresent(
                        missing -> {
                            throw new GatewayException("gateway: host '" + host + "' " + missing);
                        });
        if (formats == null) {
            formats = Formats.standard();
        }
        if (registry == null) {
            registry = new PrometheusRegistry();
        }
        return this;
    }

    /** Name or address to listen on. Default: 127.0.0.1. */
    public GatewayContext host(String value) {
        host = value;
        return this;
    }

    public String host() {
        return host;
    }

    /** TCP port to listen on; 0 takes a free one. Default: 8080. */
    public GatewayContext port(int value) {
        port = value;
        return this;
    }

    public int port() {
        return port;
    }

    /** Threads that serve HTTP, 1 to 64. Default: 1. */
    public GatewayContext eventLoops(int value) {
        eventLoops = value;
        return this;
    }

    public int eventLoops() {
        return eventLoops;
    }

    /** Requests for decisions that may wait at once; more are answered 429. Default: 1024. */
    public GatewayContext maxInFlight(int value) {
        maxInFlight = value;
        return this;
    }

    public int maxInFlight() {
        return maxInFlight;
    }

    /**
     * How long to wait for the engine's answer to a request that sets no deadline of its own, in
     * nanoseconds, up to a minute. Default: 2 s.
     */
    public GatewayContext decisionTimeoutNs(long value) {
        decisionTimeoutNs = value;
        return this;
    }

    public long decisionTimeoutNs() {
        return decisionTimeoutNs;
    }

    /** A connection silent for so long is closed, in nanoseconds, up to an hour. Default: 60 s. */
    public GatewayContext idleTimeoutNs(long value) {
        idleTimeoutNs = value;
        return this;
    }

    public long idleTimeoutNs() {
        return idleTimeoutNs;
    }

    /**
     * How long a new connection may take for the head of its first request, in nanoseconds, up to
     * an hour; the heads of later ones have {@link #idleTimeoutNs()}. Bytes that trickle in do not
     * prolong it. Default: 10 s.
     */
    public GatewayContext headTimeoutNs(long value) {
        headTimeoutNs = value;
        return this;
    }

    public long headTimeoutNs() {
        return headTimeoutNs;
    }

    /**
     * How long a request's body may take behind its head, and each line of a batch, in nanoseconds,
     * up to an hour. Default: 10 s.
     */
    public GatewayContext bodyTimeoutNs(long value) {
        bodyTimeoutNs = value;
        return this;
    }

    public long bodyTimeoutNs() {
        return bodyTimeoutNs;
    }

    /** Lines of one batch that may wait for their answers at once, 1 to 1024. Default: 64. */
    public GatewayContext batchWindow(int value) {
        batchWindow = value;
        return this;
    }

    public int batchWindow() {
        return batchWindow;
    }

    /**
     * Where payments are found that outcomes, labels and reversals name but do not carry. Default:
     * nowhere.
     */
    public GatewayContext originalSource(OriginalSource value) {
        originalSource = value;
        return this;
    }

    public OriginalSource originalSource() {
        return originalSource;
    }

    /**
     * Foreign formats and their webhooks. Default: the tables that come with Peregrine, tokens
     * under a secret of this process, and no webhooks.
     */
    public GatewayContext formats(Formats value) {
        formats = value;
        return this;
    }

    public Formats formats() {
        return formats;
    }

    /** How long closing waits for requests in flight, in nanoseconds. Default: 10 s. */
    public GatewayContext drainTimeoutNs(long value) {
        drainTimeoutNs = value;
        return this;
    }

    public long drainTimeoutNs() {
        return drainTimeoutNs;
    }

    /**
     * How long a gateway that is closed answers 503 at least before its connections end, in
     * nanoseconds, so that callers and load balancers learn of it by an answer; 0 .. {@link
     * #MAX_LAME_DUCK_NS}. Default: 0, no longer than requests are in flight.
     */
    public GatewayContext lameDuckNs(long value) {
        lameDuckNs = value;
        return this;
    }

    public long lameDuckNs() {
        return lameDuckNs;
    }

    /**
     * Name or number of the tenant of requests that name none. Default: empty, the session's only
     * tenant; if it has several, every request has to name its own.
     */
    public GatewayContext defaultTenant(String value) {
        defaultTenant = value;
        return this;
    }

    public String defaultTenant() {
        return defaultTenant;
    }

    /**
     * Settings of the gateway's own session with a node, which it opens at its launch and ends when
     * it is closed. Required, unless {@link #engineClient(EngineClient)} is given. Let it have as
     * many events in flight as the gateway.
     */
    public GatewayContext client(RetryingContext value) {
        client = value;
        return this;
    }

    public RetryingContext client() {
        return client;
    }

    /** Another way to the engine, closed by who made it, after the gateway. Default: none. */
    public GatewayContext engineClient(EngineClient value) {
        engineClient = value;
        return this;
    }

    public EngineClient engineClient() {
        return engineClient;
    }

    /**
     * Where metrics are registered: the gateway's own at its launch, others by whoever wants them
     * on {@code /metrics}. Default: a new one.
     */
    public GatewayContext registry(PrometheusRegistry value) {
        registry = value;
        return this;
    }

    public PrometheusRegistry registry() {
        return registry;
    }

    /**
     * Evidence of past decisions, closed by who opened it, after the gateway. Default: none, and
     * questions for it are answered 404.
     */
    public GatewayContext evidence(EvidenceStore value) {
        evidence = value;
        return this;
    }

    /** Null when the gateway keeps none. */
    public EvidenceStore evidence() {
        return evidence;
    }

    /** Names of features and rules for {@link #evidence}. Default: none. */
    public GatewayContext bundles(BundleSource value) {
        bundles = value;
        return this;
    }

    public BundleSource bundles() {
        return bundles;
    }

    /** What evidence shows of decisions besides. Default: nothing. */
    public GatewayContext side(SideSource value) {
        side = value;
        return this;
    }

    /** What evidence shows of decisions besides. */
    public SideSource side() {
        return side;
    }

    /** What is known of a tenant's challengers, as JSON; does not block. Default: null, nothing. */
    public GatewayContext challengers(IntFunction<String> value) {
        challengers = value;
        return this;
    }

    /** What is known of a tenant's challengers, as JSON; null where nothing is. */
    public IntFunction<String> challengers() {
        return challengers;
    }

    /** Numbers of tenants by name, until a session tells them. Default: none. */
    public GatewayContext tenants(Map<String, Integer> value) {
        tenants = Map.copyOf(value);
        return this;
    }

    public Map<String, Integer> tenants() {
        return tenants;
    }

    /** Policies whose default deadlines and stand-ins are heeded. Default: none. */
    public GatewayContext policies(ActivePolicies value) {
        policies = value;
        return this;
    }

    public ActivePolicies policies() {
        return policies;
    }

    /** Where stand-ins are kept. Default: nowhere, and none are given. */
    public GatewayContext spool(SpoolContext value) {
        spool = value;
        return this;
    }

    /** Null when no stand-ins are given. */
    public SpoolContext spool() {
        return spool;
    }

    /**
     * TLS, and who may call. Default: plain HTTP and anyone, which is only for addresses that other
     * machines cannot reach.
     */
    public GatewayContext access(AccessContext value) {
        access = value;
        return this;
    }

    public AccessContext access() {
        return access;
    }

    /** Listeners for ISO 8583. Default: none. */
    public GatewayContext iso8583(List<Iso8583Context> value) {
        iso8583 = List.copyOf(value);
        return this;
    }

    public List<Iso8583Context> iso8583() {
        return iso8583;
    }

    /** The address of {@link #host()}; known after {@link #conclude()}. */
    public InetAddress address() {
        return address;
    }

    private static void requireTime(String name, long value, long greatest) {
        require(value > 0 && value <= greatest, name, value, "1 to " + greatest);
    }

    private static void require(boolean holds, String name, long value, String range) {
        if (!holds) {
            throw new GatewayException("gateway: " + name + " is " + value + ", must be " + range);
        }
    }
}
