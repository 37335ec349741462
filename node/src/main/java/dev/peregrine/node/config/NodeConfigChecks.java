package dev.peregrine.node.config;

import dev.peregrine.gateway.standin.SpoolContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Ranges, and values that must fit together. */
final class NodeConfigChecks {
    private static final double MIN_DELTA = 1e-15;
    private static final double MAX_DELTA = 0.1;
    private static final int MAX_POINTS = 999;
    private static final int MIN_REMEMBERED = 1000;
    private static final int MAX_REMEMBERED = 1 << 24;
    private static final int MIN_TREES = 10;
    private static final int MAX_TREES = 1000;
    private static final long MIN_SIDE_LAG = 1_000;
    private static final long MAX_SIDE_LAG = 1_000_000_000;
    private static final Duration MIN_EVIDENCE = Duration.ofMinutes(1);
    private static final Duration MAX_LAME_DUCK = Duration.ofMinutes(10);
    private static final long MIN_EVIDENCE_CACHE = 1L << 20;
    private static final long MAX_EVIDENCE_CACHE = 64L << 30;
    private static final int MAX_SNAPSHOTS = 1000;
    private static final int MAX_TENANT_ID = 65534;
    private static final long MIN_TERM_LENGTH = 64 << 10;
    private static final long MAX_TERM_LENGTH = 1 << 30;
    private static final int MAX_TERMS_PER_SEGMENT = 64;
    private static final int MIN_RING_SIZE = 64;
    private static final int MAX_RING_SIZE = 1 << 20;
    private static final Duration MIN_SLEEP = Duration.ofNanos(1_000);
    private static final Duration MAX_SLEEP = Duration.ofMillis(10);
    private static final int MAX_WARM_UP = 1_000_000;
    private static final int MAX_IN_FLIGHT = 65_000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-fA-F]{64}");

    private final NodeConfig config;
    private final Origins origins;
    private final List<String> problems = new ArrayList<>();

    NodeConfigChecks(NodeConfig config, Origins origins) {
        this.config = config;
        this.origins = origins;
    }

    List<String> problems() {
        checkClients(checkTenants());
        checkIngress();
        checkJournal();
        check(
                isPowerOfTwo(config.pipeline().ringSize())
                        && config.pipeline().ringSize() >= MIN_RING_SIZE
                        && config.pipeline().ringSize() <= MAX_RING_SIZE,
                "pipeline.ring-size",
                config.pipeline().ringSize(),
                "is not a power of two from 64 to 1048576");
        checkSleepAndWarmUp();
        checkIdentity();
        checkLatency();
        check(
                !config.snapshot().interval().isNegative(),
                "snapshot.interval",
                config.snapshot().interval(),
                "is negative");
        check(
                config.snapshot().share() > 0 && config.snapshot().share() <= 1,
                "snapshot.share",
                config.snapshot().share(),
                "is not more than 0 and at most 1");
        check(
                config.snapshot().keep() >= 1 && config.snapshot().keep() <= MAX_SNAPSHOTS,
                "snapshot.keep",
                config.snapshot().keep(),
                "is not from 1 to 1000");
        check(
                config.snapshot().keep() > 1
                        || config.journal().behindSnapshots() == BehindSnapshots.KEEP,
                "snapshot.keep",
                config.snapshot().keep(),
                "is too few for journal.behind-snapshots, which wants two");
        checkRetention();
        checkGateway();
        new ListenerChecks(this::check).check(config);
        new Iso8583Checks(this::check).check(config);
        new FormatChecks(this::check).check(config);
        check(
                !config.shutdownTimeout().isZero(),
                "shutdown-timeout",
                config.shutdownTimeout(),
                "leaves no time to stop");
        return problems;
    }

    private void checkSleepAndWarmUp() {
        Duration sleep = config.pipeline().longestSleep();
        check(
                sleep.compareTo(MIN_SLEEP) >= 0 && sleep.compareTo(MAX_SLEEP) <= 0,
                "pipeline.longest-sleep",
                sleep,
                "is not from 1us to 10ms");
        NodeConfig.WarmUp warmUp = config.warmUp();
        check(
                warmUp.decisions() >= 0 && warmUp.decisions() <= MAX_WARM_UP,
                "warm-up.decisions",
                warmUp.decisions(),
                "is not from 0 to 1000000");
        check(
                warmUp.requests() >= 0 && warmUp.requests() <= MAX_WARM_UP,
                "warm-up.requests",
                warmUp.requests(),
                "is not from 0 to 1000000");
        check(
                !warmUp.timeLimit().isZero() && !warmUp.timeLimit().isNegative(),
                "warm-up.time-limit",
                warmUp.timeLimit(),
                "is not above zero");
    }

    private void checkLatency() {
        NodeConfig.Latency latency = config.latency();
        check(
                latency.interval().isZero()
                        || (latency.interval().toMillis() >= 1_000
                                && latency.interval().toHours() < 1),
                "latency.interval",
                latency.interval(),
                "is neither 0s nor from 1s to less than 1h");
        check(
                !latency.retention().isNegative(),
                "latency.retention",
                latency.retention(),
                "is negative");
        check(
                !latency.slow().isNegative() && !latency.slow().isZero(),
                "latency.slow",
                latency.slow(),
                "is not above zero");
    }

    private void checkGateway() {
        NodeConfig.StandIn standIn = config.standIn();
        check(
                standIn.maxSize().bytes() >= SpoolContext.MIN_BYTES
                        && standIn.maxSize().bytes() <= SpoolContext.MAX_BYTES,
                "stand-in.max-size",
                standIn.maxSize(),
                "is not from 256KiB to 64GiB");
        check(
                !standIn.retention().isNegative(),
                "stand-in.retention",
                standIn.retention(),
                "is negative");
        NodeConfig.Gateway gateway = config.gateway();
        IngressChannel.problem(gateway.channel())
                .ifPresent(problem -> check(false, "gateway.channel", gateway.channel(), problem));
        gateway.responseChannel()
                .ifPresent(
                        channel ->
                                IngressChannel.problem(channel)
                                        .ifPresent(
                                                problem ->
                                                        check(
                                                                false,
                                                                "gateway.response-channel",
                                                                channel,
                                                                problem)));
        check(
                gateway.maxInFlight() >= 1 && gateway.maxInFlight() <= MAX_IN_FLIGHT,
                "gateway.max-in-flight",
                gateway.maxInFlight(),
                "is not from 1 to 65000");
        check(
                !gateway.lameDuck().isNegative()
                        && gateway.lameDuck().compareTo(MAX_LAME_DUCK) <= 0
                        && gateway.lameDuck().compareTo(config.shutdownTimeout()) < 0,
                "gateway.lame-duck",
                gateway.lameDuck(),
                "is not from 0s to 10m, and shorter than shutdown-timeout");
    }

    private void checkRetention() {
        Duration records = config.retention().records();
        check(
                records.isZero() || records.compareTo(config.identity().retention()) >= 0,
                "retention.records",
                records,
                "is less than identity.retention, during which a retry gets its decision again");
        check(
                !config.retention().history().isNegative(),
                "retention.history",
                config.retention().history(),
                "is negative");
        checkMonitor();
        check(
                config.sideLane().maxLag() >= MIN_SIDE_LAG
                        && config.sideLane().maxLag() <= MAX_SIDE_LAG,
                "side-lane.max-lag",
                config.sideLane().maxLag(),
                "is not within 1000 .. 1000000000");
        check(
                config.sideLane().share() > 0 && config.sideLane().share() <= 1,
                "side-lane.share",
                config.sideLane().share(),
                "is not more than 0 and at most 1");
        Duration evidence = config.retention().evidence();
        check(
                evidence.isZero() || evidence.compareTo(MIN_EVIDENCE) >= 0,
                "retention.evidence",
                evidence,
                "is less than a minute");
        check(
                config.evidence().cache().bytes() >= MIN_EVIDENCE_CACHE
                        && config.evidence().cache().bytes() <= MAX_EVIDENCE_CACHE,
                "evidence.cache",
                config.evidence().cache(),
                "is not from 1MiB to 64GiB");
    }

    private Set<Integer> checkTenants() {
        List<NodeConfig.Tenant> tenants = config.tenants().orElse(List.of());
        if (tenants.isEmpty()) {
            problems.add(
                    "no tenant: name a policy with --policy DIR, or tenants in a --config file");
        }
        Set<Integer> ids = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < tenants.size(); i++) {
            NodeConfig.Tenant tenant = tenants.get(i);
            String key = "tenants[" + i + "].";
            check(
                    tenant.id() >= 1 && tenant.id() <= MAX_TENANT_ID,
                    key + "id",
                    tenant.id(),
                    "is not from 1 to 65534");
            check(ids.add(tenant.id()), key + "id", tenant.id(), "is another tenant's id");
            checkName(key + "name", tenant.name());
            check(
                    names.add(tenant.name()),
                    key + "name",
                    tenant.name(),
                    "is another tenant's name");
        }
        config.http()
                .tenant()
                .ifPresent(id -> check(ids.contains(id), "http.tenant", id, "is no tenant's id"));
        return ids;
    }

    private void checkClients(Set<Integer> tenantIds) {
        Set<String> names = new HashSet<>();
        List<NodeConfig.Client> clients = config.clients().orElse(List.of());
        for (int i = 0; i < clients.size(); i++) {
            NodeConfig.Client client = clients.get(i);
            String key = "clients[" + i + "].";
            checkName(key + "name", client.name());
            check(
                    names.add(client.name()),
                    key + "name",
                    client.name(),
                    "is another client's name");
            check(
                    SHA_256.matcher(client.credentialSha256()).matches(),
                    key + "credential-sha256",
                    client.credentialSha256(),
                    "is not 64 hexadecimal digits");
            for (int j = 0; j < client.tenants().size(); j++) {
                int id = client.tenants().get(j);
                check(tenantIds.contains(id), key + "tenants[" + j + "]", id, "is no tenant's id");
            }
        }
    }

    private void checkMonitor() {
        NodeConfig.Drift drift = config.monitor().drift();
        check(
                drift.delta() >= MIN_DELTA && drift.delta() <= MAX_DELTA,
                "monitor.drift.delta",
                drift.delta(),
                "is not within 1e-15 .. 0.1");
        check(
                drift.leastPoints() >= 0 && drift.leastPoints() <= MAX_POINTS,
                "monitor.drift.least-points",
                drift.leastPoints(),
                "is not within 0 .. 999");
        check(
                drift.remembered() >= MIN_REMEMBERED && drift.remembered() <= MAX_REMEMBERED,
                "monitor.drift.remembered",
                drift.remembered(),
                "is not within 1000 .. 16777216");
        int trees = config.monitor().anomaly().trees();
        check(
                trees >= MIN_TREES && trees <= MAX_TREES,
                "monitor.anomaly.trees",
                trees,
                "is not within 10 .. 1000");
    }

    private void checkIngress() {
        List<String> channels = config.ingress().channels();
        for (int i = 0; i < channels.size(); i++) {
            String channel = channels.get(i);
            String key = "ingress.channels[" + i + "]";
            IngressChannel.problem(channel)
                    .ifPresent(problem -> check(false, key, channel, problem));
            check(
                    IngressChannel.isLocal(channel) || config.clients().isPresent(),
                    key,
                    channel,
                    "is open to other machines, so clients must have credentials: set clients");
        }
    }

    private void checkJournal() {
        long term = config.journal().termLength().bytes();
        long segment = config.journal().segmentLength().bytes();
        check(
                isPowerOfTwo(term) && term >= MIN_TERM_LENGTH && term <= MAX_TERM_LENGTH,
                "journal.term-length",
                config.journal().termLength(),
                "is not a power of two from 64KiB to 1GiB");
        check(
                isPowerOfTwo(segment)
                        && segment >= term
                        && segment <= MAX_TERM_LENGTH
                        && segment <= term * MAX_TERMS_PER_SEGMENT,
                "journal.segment-length",
                config.journal().segmentLength(),
                "is not a power of two from the term length (%s) to 64 of it, at most 1GiB"
                        .formatted(config.journal().termLength()));
    }

    private void checkIdentity() {
        check(
                config.identity().expectedRate() >= 1,
                "identity.expected-rate",
                config.identity().expectedRate(),
                "is not at least 1");
        config.identity()
                .capacity()
                .ifPresent(ids -> check(ids >= 1, "identity.capacity", ids, "is not at least 1"));
    }

    private void checkName(String key, String name) {
        check(NAME.matcher(name).matches(), key, name, "is not 1 to 64 letters, digits, - and _");
    }

    private void check(boolean right, String key, Object value, String problem) {
        if (!right) {
            problems.add(
                    origins.describe(NodeConfig.PREFIX + "." + key)
                            + ": \""
                            + (value instanceof Duration time ? Converters.text(time) : value)
                            + "\" "
                            + problem);
        }
    }

    private static boolean isPowerOfTwo(long value) {
        return Long.bitCount(value) == 1 && value > 0;
    }
}
