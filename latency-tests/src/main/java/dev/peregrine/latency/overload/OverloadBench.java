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
import dev.peregrine.latency.rig.LoadRun;
import dev.peregrine.latency.rig.Rig;
import dev.peregrine.latency.rig.RigPlan;
import dev.peregrine.latency.rig.StageSource;
import dev.peregrine.latency.rig.Watched;
import dev.peregrine.latency.scratch.ScratchDirectory;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyBundleBuilder;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.policy.StandIn;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.report.latency.IntervalLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * A gateway before a real node whose engine is made to take a fixed number of events a second,
 * under half of that, a multiple of it, the same once more, and half again.
 */
public final class OverloadBench {
    private static final String POLICY = "minimal";

    /** Beside those whose requests wait for the engine. */
    private static final int CONNECTIONS = 64;

    private static final long EVENTS = 1_000_000;
    private static final long GREATEST_NS = TimeUnit.MINUTES.toNanos(1);
    private static final int STREAM = 1001;

    private final double capacity;
    private final double factor;
    private final Rig rig;
    private final int room;
    private long requests;

    /**
     * @param capacity events a second that the engine takes
     * @param factor how many times that is asked for
     * @param rig whose plan says how long each stretch of load is, and how many of overload there
     *     are
     * @param room events that may wait for the engine
     */
    public OverloadBench(double capacity, double factor, Rig rig, int room) {
        this.capacity = capacity;
        this.factor = factor;
        this.rig = rig;
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
        try (ScratchDirectory spool = ScratchDirectory.create("overload");
                EmbeddedNode node =
                        EmbeddedNode.start(Installation.policy(POLICY), null, -1, EVENTS)) {
            PacedEngine engine = new PacedEngine(session(node), capacity, room);
            GatewayContext context =
                    new GatewayContext()
                            .port(0)
                            .engineClient(engine)
                            .spool(SpoolContext.of(spool.path()))
                            .policies(policies(standIns));
            try (engine;
                    Gateway gateway = new Gateway(context)) {
                int port = gateway.start();
                while (!gateway.isReady()) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                }
                return load(port, node.stages(), standIns, progress);
            }
        }
    }

    private List<OverloadPhase> load(
            int port, StageSource stages, boolean standIns, Consumer<OverloadPhase> progress)
            throws IOException {
        RigPlan plan = rig.plan();
        String prefix = Long.toString(System.currentTimeMillis(), 36) + "-";
        List<OverloadPhase> phases = new ArrayList<>();
        try (HttpTarget target =
                new HttpTarget(
                        port,
                        "/v1/decisions",
                        CONNECTIONS + room,
                        (number, timeNs) -> body(prefix + requests++, number, timeNs))) {
            StageSource all = target.stages(stages);
            if (plan.warmUpSeconds() > 0) {
                new LoadRun(new LoadPlan(factor * capacity, 0, plan.warmUpSeconds()), target)
                        .run("warm-up");
            }
            List<String> names = new ArrayList<>(List.of("before"));
            for (int i = 1; i <= plan.repetitions(); i++) {
                names.add("overload-" + i);
            }
            names.add("after");
            for (String name : names) {
                double rate = name.startsWith("overload") ? factor * capacity : capacity / 2;
                OverloadPhase phase = load(target, all, standIns, name, rate);
                phases.add(phase);
                progress.accept(phase);
            }
        }
        return phases;
    }

    private OverloadPhase load(
            HttpTarget target, StageSource stages, boolean standIns, String name, double rate)
            throws IOException {
        Map<Answer, Histogram> answers = new EnumMap<>(Answer.class);
        for (Answer answer : Answer.values()) {
            answers.put(answer, new Histogram(GREATEST_NS, 3));
        }
        LoadRun run = new LoadRun(new LoadPlan(rate, 0, rig.plan().seconds()), target);
        target.observe(
                (number, status, body) -> {
                    Answer answer = Answer.of(status, body);
                    if (answer != null) {
                        Histogram latencies = answers.get(answer);
                        latencies.recordValue(Math.min(run.latencyNs(number), GREATEST_NS));
                    }
                });
        Watched watched;
        try (IntervalLog log =
                rig.files().intervalLog(OverloadPhase.measurementName(standIns, name))) {
            watched = rig.watch(name, run, stages, log);
        }
        OverloadPhase phase =
                new OverloadPhase(
                        name,
                        rate,
                        standIns,
                        watched,
                        answers,
                        OverloadPhase.heapAfterCollection(),
                        OverloadPhase.direct());
        phase.writeHistograms(rig.files());
        return phase;
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
