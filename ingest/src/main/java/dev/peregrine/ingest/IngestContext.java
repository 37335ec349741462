package dev.peregrine.ingest;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.Durability;
import io.aeron.Aeron;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.agrona.BitUtil;

/** Settings of ingest. {@link #conclude()} fills in defaults and checks them once. */
public final class IngestContext {
    private static final int MIN_TERM_LENGTH = 64 * 1024;
    private static final int MAX_TERM_LENGTH = 1024 * 1024 * 1024;

    private final IngestCounters counters = new IngestCounters();
    private Aeron aeron;
    private List<IngressEndpoint> ingress = List.of(IngressEndpoint.IPC);
    private List<Tenant> tenants = List.of();
    private List<ClientCredential> clients = List.of();
    private Authenticator authenticator;
    private AttributeDictionaries attributeDictionaries = tenantId -> List.of();
    private Durability durability;
    private long epoch;
    private long keepAliveIntervalNs = TimeUnit.SECONDS.toNanos(1);
    private long sessionTimeoutNs = TimeUnit.SECONDS.toNanos(5);
    private int maxSessions = 256;
    private int responseTermLength = 4 * 1024 * 1024;
    private int egressAttempts = 64;
    private long egressPatienceNs = TimeUnit.MILLISECONDS.toNanos(50);
    private int fragmentLimit = 64;

    /**
     * Fills in defaults and checks.
     *
     * @throws IngestException naming setting and value
     */
    public IngestContext conclude() {
        Objects.requireNonNull(aeron, "aeron");
        Objects.requireNonNull(durability, "durability");
        if (ingress.isEmpty()) {
            throw new IngestException("ingress: at least one channel is needed");
        }
        ingress.forEach(IngressEndpoint::validate);
        checkTenants();
        if (authenticator == null) {
            authenticator =
                    clients.isEmpty()
                            ? new OpenAccess(tenantIds())
                            : new ConfiguredClients(clients);
        }
        if (authenticator.isOpen()) {
            ingress.stream()
                    .filter(endpoint -> !endpoint.isLocal())
                    .findFirst()
                    .ifPresent(IngestContext::refuseOpen);
        }
        range("keepAliveIntervalNs", keepAliveIntervalNs, 1_000_000, 60_000_000_000L);
        range("sessionTimeoutNs", sessionTimeoutNs, 2 * keepAliveIntervalNs, 3_600_000_000_000L);
        range("maxSessions", maxSessions, 1, 1 << 16);
        range("responseTermLength", responseTermLength, MIN_TERM_LENGTH, MAX_TERM_LENGTH);
        if (!BitUtil.isPowerOfTwo(responseTermLength)) {
            throw new IngestException(
                    "responseTermLength = " + responseTermLength + ": must be a power of two");
        }
        range("egressAttempts", egressAttempts, 1, 1 << 20);
        range("egressPatienceNs", egressPatienceNs, 0, TimeUnit.SECONDS.toNanos(1));
        range("fragmentLimit", fragmentLimit, 1, 1 << 16);
        return this;
    }

    private static void refuseOpen(IngressEndpoint endpoint) {
        throw new IngestException(
                "ingress "
                        + endpoint
                        + " can be reached from other machines, but no clients are configured:"
                        + " configure clients with credentials, or listen on ipc or loopback only");
    }

    private void checkTenants() {
        Set<Integer> seen = new HashSet<>();
        for (Tenant tenant : tenants) {
            range("tenant " + tenant.name(), tenant.id(), 1, ProtocolLimits.MAX_TENANT_ID);
            if (!seen.add(tenant.id())) {
                throw new IngestException(
                        "tenant " + tenant.name() + ": id " + tenant.id() + " is taken");
            }
        }
        for (ClientCredential client : clients) {
            for (int id : client.tenants()) {
                if (!seen.contains(id)) {
                    throw new IngestException(
                            "client " + client.name() + ": tenant " + id + " is not configured");
                }
            }
        }
    }

    private Set<Integer> tenantIds() {
        return tenants.stream().map(Tenant::id).collect(Collectors.toSet());
    }

    private static void range(String name, long value, long least, long greatest) {
        if (value < least || value > greatest) {
            throw new IngestException(
                    name + " = " + value + ": must be from " + least + " to " + greatest);
        }
    }

    /** What is counted; for metrics. */
    public IngestCounters counters() {
        return counters;
    }

    /** A connected Aeron, which must outlive the agent. Required. */
    public IngestContext aeron(Aeron value) {
        aeron = value;
        return this;
    }

    public Aeron aeron() {
        return aeron;
    }

    /** Where to listen; several at once are fine. Default: ipc. */
    public IngestContext ingress(List<IngressEndpoint> value) {
        ingress = List.copyOf(value);
        return this;
    }

    public List<IngressEndpoint> ingress() {
        return ingress;
    }

    /** The tenants that the node serves. Default: none. */
    public IngestContext tenants(List<Tenant> value) {
        tenants = List.copyOf(value);
        return this;
    }

    public List<Tenant> tenants() {
        return tenants;
    }

    /**
     * The clients that may connect. Default: none, which lets anyone in for every tenant, and is
     * allowed only when every channel stays on this machine.
     */
    public IngestContext clients(List<ClientCredential> value) {
        clients = List.copyOf(value);
        return this;
    }

    /** How credentials are checked. Default: by {@link #clients(List)}. */
    public IngestContext authenticator(Authenticator value) {
        authenticator = value;
        return this;
    }

    public Authenticator authenticator() {
        return authenticator;
    }

    /** Where clients' questions for attributes are answered from. Default: no tenant has any. */
    public IngestContext attributeDictionaries(AttributeDictionaries value) {
        attributeDictionaries = value;
        return this;
    }

    public AttributeDictionaries attributeDictionaries() {
        return attributeDictionaries;
    }

    /** What an answer promises. Required. */
    public IngestContext durability(Durability value) {
        durability = value;
        return this;
    }

    public Durability durability() {
        return durability;
    }

    /** This run of the node. Default: 0. */
    public IngestContext epoch(long value) {
        epoch = value;
        return this;
    }

    public long epoch() {
        return epoch;
    }

    /** How often clients have to send something, nanoseconds, 1 ms to 60 s. Default: 1 s. */
    public IngestContext keepAliveIntervalNs(long value) {
        keepAliveIntervalNs = value;
        return this;
    }

    public long keepAliveIntervalNs() {
        return keepAliveIntervalNs;
    }

    /**
     * Silence after which a session ends, nanoseconds; at least two keep-alive intervals. Default:
     * 5 s.
     */
    public IngestContext sessionTimeoutNs(long value) {
        sessionTimeoutNs = value;
        return this;
    }

    public long sessionTimeoutNs() {
        return sessionTimeoutNs;
    }

    /** Sessions at most. Default: 256. */
    public IngestContext maxSessions(int value) {
        maxSessions = value;
        return this;
    }

    public int maxSessions() {
        return maxSessions;
    }

    /**
     * Term length of a session's answers, bytes, a power of two; three terms are mapped. Half of
     * one may be on its way before the client counts as slow. Default: 4 MiB.
     */
    public IngestContext responseTermLength(int value) {
        responseTermLength = value;
        return this;
    }

    public int responseTermLength() {
        return responseTermLength;
    }

    /** Attempts to send an answer before it waits for room. Default: 64. */
    public IngestContext egressAttempts(int value) {
        egressAttempts = value;
        return this;
    }

    public int egressAttempts() {
        return egressAttempts;
    }

    /**
     * How long in every second a session's answers may wait for room, together, before its client
     * counts as slow, nanoseconds, 0 to a second. Others' answers wait as long. Default: 50 ms.
     */
    public IngestContext egressPatienceNs(long value) {
        egressPatienceNs = value;
        return this;
    }

    public long egressPatienceNs() {
        return egressPatienceNs;
    }

    /** Messages taken at most from a stream in one duty cycle. Default: 64. */
    public IngestContext fragmentLimit(int value) {
        fragmentLimit = value;
        return this;
    }

    public int fragmentLimit() {
        return fragmentLimit;
    }
}
