package dev.peregrine.latency.overload;

import dev.peregrine.client.ClientContext;
import dev.peregrine.client.RetryingContext;
import dev.peregrine.gateway.AeronEngineClient;
import dev.peregrine.gateway.Gateway;
import dev.peregrine.gateway.GatewayContext;
import dev.peregrine.gateway.standin.ActivePolicies;
import dev.peregrine.gateway.standin.SpoolContext;
import dev.peregrine.latency.embedded.EmbeddedNode;
import dev.peregrine.latency.embedded.Installation;
import dev.peregrine.latency.rig.HttpTarget;
import dev.peregrine.latency.rig.LoadPlan;
import dev.peregrine.latency.rig.LoadResult;
import dev.peregrine.latency.rig.LoadRun;
import dev.peregrine.latency.rig.RigPlan;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyBundleBuilder;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.policy.StandIn;
import dev.peregrine.protocol.codec.Action;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.agrona.IoUtil;

/**
 * A gateway before a real node whose engine is made to take a fixed number of events a second,
 * under half of that, a multiple of it, the same once more, and half again.
 */
public final class OverloadBench {
    private static final String POLICY = "minimal";

    /** Beside those whose requests wait for the engine. */
    private static final int CONNECTIONS = 64;

    private static final long EVENTS = 1_000_000;
    private static final int STREAM = 1001;

    private final double capacity;
    private final double factor;
    private final RigPlan plan;
    private final int room;
    private long requests;

    /**
     * @param capacity events a second that the engine takes
     * @param factor how many times that is asked for
     * @param plan how long each stretch of load is, and how many of overload there are
     * @param room events that may wait for the engine
     */
    public OverloadBench(double capacity, double factor, RigPlan plan, int room) {
        this.capacity = capacity;
        this.factor = factor;
        this.plan = plan;
        this.room = room;
    }

    /**
     * Measures.
     *
     * @param standIns whether the policy has a table; else what has no room is refused
     * @param progress told each stretch as it ends
     */
    public List<OverloadPhase> run(boolean standIns, Consumer<OverloadPhase> progress)
            throws IOException, PolicyException {
        Path spool = Files.createTempDirectory("peregrine-overload-");
        try (EmbeddedNode node =
                EmbeddedNode.start(Installation.policy(POLICY), null, -1, EVENTS)) {
            PacedEngine engine = new PacedEngine(session(node), capacity, room);
            GatewayContext context =
                    new GatewayContext()
                            .port(0)
                            .engineClient(engine)
                            .spool(SpoolContext.of(spool))
                            .policies(policies(standIns));
            try (engine;
                    Gateway gateway = new Gateway(context)) {
                int port = gateway.start();
                while (!gateway.isReady()) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                }
                return load(port, progress);
            }
        } finally {
            IoUtil.delete(spool.toFile(), true);
        }
    }

    private List<OverloadPhase> load(int port, Consumer<OverloadPhase> progress) {
        String prefix = Long.toString(System.currentTimeMillis(), 36) + "-";
        List<OverloadPhase> phases = new ArrayList<>();
        try (HttpTarget target =
                new HttpTarget(
                        port,
                        "/v1/decisions",
                        CONNECTIONS + room,
                        (number, timeNs) -> body(prefix + requests++, number, timeNs))) {
            if (plan.warmUpSeconds() > 0) {
                load(target, "warm-up", factor * capacity, plan.warmUpSeconds());
            }
            List<String> names = new ArrayList<>(List.of("before"));
            for (int i = 1; i <= plan.repetitions(); i++) {
                names.add("overload " + i);
            }
            names.add("after");
            for (String name : names) {
                double rate = name.startsWith("overload") ? factor * capacity : capacity / 2;
                OverloadPhase phase = load(target, name, rate, plan.seconds());
                phases.add(phase);
                progress.accept(phase);
            }
        }
        return phases;
    }

    private OverloadPhase load(HttpTarget target, String name, double rate, double seconds) {
        Histogram accepted = OverloadPhase.latencies();
        Histogram given = OverloadPhase.latencies();
        Histogram refused = OverloadPhase.latencies();
        target.observe(
                (latencyNs, status, answer) -> {
                    Histogram kind = kind(status, answer, accepted, given, refused);
                    if (kind != null) {
                        kind.recordValue(Math.min(latencyNs, kind.getHighestTrackableValue()));
                    }
                });
        LoadResult result = new LoadRun(new LoadPlan(rate, 0, seconds), target).run(name);
        long counted = accepted.getTotalCount() + given.getTotalCount() + refused.getTotalCount();
        return new OverloadPhase(
                name,
                rate,
                result.sent(),
                result.sent() - counted,
                result.missedSchedules(),
                result.achievedRate(),
                accepted,
                given,
                refused,
                OverloadPhase.heapAfterCollection(),
                OverloadPhase.direct());
    }

    private static Histogram kind(
            int status, byte[] answer, Histogram accepted, Histogram given, Histogram refused) {
        return switch (status) {
            case 200 ->
                    new String(answer, StandardCharsets.UTF_8).contains("\"stand_in\":true")
                            ? given
                            : accepted;
            case 429, 503 -> refused;
            default -> null;
        };
    }

    private static byte[] body(String eventId, long number, long timeNs) {
        return """
                {"event_id":"%s","event_time":"%s","amount_minor":%d,"currency":"EUR",\
                "card":"card-%d","merchant":"merchant-%d"}"""
                .formatted(
                        eventId,
                        Instant.ofEpochSecond(0, timeNs),
                        100 + number % 10_000,
                        number % 1_000,
                        number % 50)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static AeronEngineClient session(EmbeddedNode node) {
        return AeronEngineClient.start(
                new RetryingContext(
                        new ClientContext()
                                .aeronDirectoryName(node.aeronDirectoryName())
                                .ingressChannel("aeron:ipc")
                                .ingressStreamId(STREAM)
                                .clientName("overload")));
    }

    private static ActivePolicies policies(boolean standIns) throws PolicyException {
        PolicyBundle policy =
                PolicyBundleBuilder.from(PolicyLoader.load(Installation.policy(POLICY)))
                        .gateway(
                                Optional.empty(),
                                standIns
                                        ? Optional.of(new StandIn(List.of(), Action.REVIEW))
                                        : Optional.empty())
                        .build();
        return tenantId -> Optional.of(policy);
    }
}
