package dev.peregrine.node.runtime;

import dev.peregrine.gateway.evidence.BundleSource;
import dev.peregrine.gateway.security.KeyListener;
import dev.peregrine.gateway.standin.ActivePolicies;
import dev.peregrine.ingest.IngestAgent;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.data.DataDirectory;
import dev.peregrine.node.data.DataDirectoryException;
import dev.peregrine.node.latency.LatencyService;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.replay.journal.ArchiveHost;
import dev.peregrine.replay.journal.ArchiveLog;
import dev.peregrine.replay.journal.ArchiveLogContext;
import dev.peregrine.replay.journal.DataDirectoryLock;
import dev.peregrine.replay.journal.DecisionRecordReader;
import dev.peregrine.replay.journal.DirectoryInUseException;
import dev.peregrine.replay.journal.SharedMemoryException;
import dev.peregrine.replay.recovery.JournalFeatureHistory;
import dev.peregrine.replay.recovery.Recovery;
import dev.peregrine.replay.recovery.RecoveryReport;
import dev.peregrine.replay.recovery.ReplayProgress;
import dev.peregrine.replay.snapshot.JournalPoint;
import dev.peregrine.replay.snapshot.SnapshotDirectory;
import dev.peregrine.replay.snapshot.SnapshotException;
import dev.peregrine.replay.snapshot.SnapshotRequest;
import dev.peregrine.replay.snapshot.Snapshotter;
import dev.peregrine.scoring.engine.EngineHaltException;
import dev.peregrine.scoring.engine.Quarantine;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.log.LogException;
import dev.peregrine.scoring.pipeline.DecisionCache;
import dev.peregrine.scoring.pipeline.DecisionLookup;
import dev.peregrine.scoring.pipeline.Pipeline;
import dev.peregrine.scoring.pipeline.PipelineMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.agrona.CloseHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node in this process: driver, archive, engine, pipeline and ingest over one data directory.
 * {@link #start} recovers and returns when the node takes events; {@link #close} drains. The HTTP
 * gateway is a client like any other and not part of it.
 */
public final class PeregrineNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeregrineNode.class);

    private final NodeConfig config;
    private final NodeFailureHandler failureHandler;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final LocalAccess local = new LocalAccess();
    private final AtomicReference<UserException> failure = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private ArchiveHost host;
    private ScoringEngine engine;
    private volatile Pipeline pipeline;
    private IngestAgent ingest;
    private EventThread eventThread;
    private volatile InternalEvents internal;
    private SideServices side;
    private DataDirectory data;
    private LatencyService latency;
    private volatile ArchiveLog journal;
    private volatile ArchiveLog records;
    private Snapshotter snapshotter;
    private SnapshotService snapshotService;
    private final Dictionaries dictionaries = new Dictionaries();
    private PolicyActivator activator;
    private PolicyService policyService;
    private StateView stateView;
    private List<String> notices = List.of();
    private RestoreReport restore;
    private RecoveryReport recovery;
    private WarmUpReport warmUp;
    private final StartPhases phases = new StartPhases();
    private long epoch;

    private PeregrineNode(NodeConfig config, NodeFailureHandler failureHandler) {
        this.config = config;
        this.failureHandler = failureHandler;
    }

    /**
     * Starts a node. Blocks until it has recovered and takes events.
     *
     * @param progress hears how recovery gets on
     * @throws UserException for what the user can mend: a directory in use, a bad policy, a port
     *     taken, a damaged journal
     */
    public static PeregrineNode start(
            NodeConfig config, ReplayProgress progress, NodeFailureHandler failureHandler) {
        PeregrineNode node = new PeregrineNode(config, failureHandler);
        try {
            node.open(progress);
            return node;
        } catch (DirectoryInUseException e) {
            node.abandon();
            throw new UserException(ExitCode.DATA_DIRECTORY_IN_USE, e.getMessage(), e);
        } catch (LogException | EngineHaltException | SharedMemoryException e) {
            UserException first = node.failure.get();
            node.abandon();
            throw first == null ? NodeFailures.of("recovery", e) : first;
        } catch (DataDirectoryException e) {
            node.abandon();
            throw new UserException(ExitCode.BAD_CONFIGURATION, e.getMessage(), e);
        } catch (RuntimeException e) {
            UserException first = node.failure.get();
            node.abandon();
            throw first == null ? e : first;
        }
    }

    /** What recovery found. */
    public RecoveryReport recovery() {
        return recovery;
    }

    /** With what the node began. */
    public RestoreReport restore() {
        return restore;
    }

    /** What was decided for nobody before the node took events. */
    public WarmUpReport warmUp() {
        return warmUp;
    }

    /** What an operator may not expect of the start, in sentences. */
    public List<String> notices() {
        return notices;
    }

    /** Changes of policy, and what they did. */
    PolicyActivator activator() {
        return activator;
    }

    /** The policies as they become active. */
    ActivePolicies activePolicies() {
        return dictionaries::active;
    }

    /** What operators ask for. */
    PolicyService policyService() {
        return policyService;
    }

    /** Notes changes of keys. */
    KeyListener keyAudit() {
        return new KeyAudit(activator.history().audit());
    }

    /** The state beside the running engine. */
    StateView stateView() {
        return stateView;
    }

    /** The data directory. */
    DataDirectory data() {
        return data;
    }

    /** What the start spent its time on, for people. */
    public String startPhases() {
        return phases.toString();
    }

    /** Run of the node over its data directory, from 1. */
    public long epoch() {
        return epoch;
    }

    /** Directory of the media driver, for clients in this process or on this machine. */
    public String aeronDirectoryName() {
        return host.aeronDirectoryName();
    }

    /** What clients in this process, such as the HTTP gateway, prove themselves with. */
    public byte[] localCredential() {
        return local.secret();
    }

    public PipelineMetrics metrics() {
        return pipeline.metrics();
    }

    /** How long events take, collected. */
    public LatencyService latency() {
        return latency;
    }

    /** Warnings of media driver and archive. Any thread. */
    long driverWarnings() {
        return host.warnings();
    }

    /** Time that an event would get now minus the machine's, in nanoseconds. Any thread. */
    long clockAheadNs() {
        return pipeline.ingressTimeNs() - System.currentTimeMillis() * 1_000_000;
    }

    /** Snapshots that failed since the start. Any thread. */
    long snapshotFailures() {
        return snapshotService.failures();
    }

    /** Sequence of the newest snapshot taken since the start; 0 when none. Any thread. */
    long snapshotSequence() {
        return snapshotService.lastSequence();
    }

    /** The bundles of the data directory, for names. */
    BundleSource bundles() {
        return EvidenceServices.bundles(data.bundles());
    }

    /** The thread that takes events. */
    EventThread eventThread() {
        return eventThread;
    }

    /** What runs behind the engine. */
    public SideServices side() {
        return side;
    }

    /** True after a failure: nothing more is acknowledged. */
    public boolean failed() {
        return failure.get() != null;
    }

    /**
     * Stops taking events, answers what was taken, records the state's hash, takes a snapshot and
     * stops. Blocks; what is not done in the configured time, the snapshot included, is given up.
     */
    @Override
    public void close() {
        close(System.nanoTime() + config.shutdownTimeout().toNanos());
    }

    /**
     * The same, by a deadline.
     *
     * @param deadline as {@link System#nanoTime}
     */
    public void close(long deadline) {
        if (closed.compareAndSet(false, true)) {
            if (!failed()) {
                ingest.beginShutdown();
                snapshotter.stop();
                awaitLastHash(deadline);
                policyService.close();
                snapshotService.close();
                boolean drained = pipeline.drainAndClose(left(deadline));
                if (config.snapshot().atStop() && drained && !failed()) {
                    snapshotAtStop(deadline);
                }
            }
            abandon();
        }
    }

    /** Nanoseconds until a deadline, at least 1. */
    private static long left(long deadline) {
        return Math.max(1, deadline - System.nanoTime());
    }

    private void awaitLastHash(long deadline) {
        try {
            internal.lastHash(epoch, left(deadline));
        } catch (IllegalStateException e) {
            LOG.warn("no state hash at the stop: {}", e.getMessage());
        }
    }

    private void snapshotAtStop(long deadline) {
        try {
            snapshotter.write(
                    engine,
                    new JournalPoint(journal.durablePosition(), engine.watermarkNs()),
                    left(deadline));
        } catch (SnapshotException e) {
            LOG.warn("no snapshot at the stop: {}", e.getMessage());
        }
    }

    private void open(ReplayProgress progress) {
        // 1 the data directory, for this process alone
        data = DataDirectory.open(config.dataDir());
        DataDirectoryLock lock = keep(DataDirectoryLock.acquire(data.root()));
        byte[] keySecret = data.keySecret();
        Quarantine quarantine = data.quarantine();
        // 2 policies: valid, or nothing starts
        NodePolicies policies = new NodePolicies(config, data);
        phases.end("policies");
        // 3 the newest snapshot, while driver and archive start
        LateHistory lateHistory = new LateHistory();
        SnapshotDirectory snapshots = new SnapshotDirectory(data.snapshots());
        SnapshotLoad load =
                keep(
                        SnapshotLoad.begin(
                                snapshots,
                                () ->
                                        new ScoringEngine(
                                                Engines.context(
                                                        config,
                                                        keySecret,
                                                        quarantine,
                                                        policies.stored(),
                                                        lateHistory))));
        host =
                keep(
                        ArchiveHost.launch(
                                Presets.archive(config, lock).failureHandler(this::onFailure)));
        journal = keep(ArchiveLog.open(ArchiveLogContext.journal(host)));
        records = keep(ArchiveLog.open(ArchiveLogContext.records(host)));
        lock.settle();
        if (config.journal().acceptLoss()) {
            records.cutBehind(journal.lastSequence());
        }
        phases.end("driver and archive");
        // 4 the engine, brought to the journal's end
        SnapshotDirectory.Restored restored = load.await(records.lastSequence());
        engine = keep(restored.engine());
        JournalFeatureHistory history =
                keep(Engines.history(config, keySecret, quarantine, journal));
        lateHistory.set(history);
        phases.end("rest of the snapshot");
        long loaded = System.nanoTime();
        DecisionCache cache = new DecisionCache(1 << 16, 32 << 20);
        PublishProgress published = new PublishProgress();
        DecisionLookup lookup = published.watch(keep(new DecisionRecordReader(records)));
        Recovery replay =
                new Recovery(journal, records, engine::onEvent)
                        .cache(cache)
                        .lookup(lookup)
                        .progress(progress);
        restored.manifest().ifPresent(replay::from);
        recovery = replay.recover();
        published.recovered(recovery.lastSequence());
        restore =
                new RestoreReport(
                        recovery.snapshotSequence(),
                        restored.refused(),
                        LossReport.of(journal, records),
                        load.elapsedNs(),
                        System.nanoTime() - loaded);
        ClockWarning.check(recovery.lastIngressTimeNs());
        List<PolicyBundle> bundles = policies.choose(engine);
        notices = policies.notices();
        journal.startAppending();
        epoch = recovery.lastEpoch() + 1;
        // 5 code loaded and compiled, on an engine that is thrown away
        phases.end("replay");
        warmUp = policies.warmUp(bundles);
        phases.end("warm-up");
        // 6 pipeline and ingest
        ingest = new IngestAgent(Ingests.context(config, dictionaries, host.aeron(), epoch, local));
        internal = new InternalEvents(ingest.egress());
        DecisionRates rates = new DecisionRates(internal, policies.tenantIds());
        eventThread =
                new EventThread(
                        Presets.threading(config),
                        Presets.idleStrategy(config),
                        host,
                        thrown -> onFailure("ingest", thrown));
        pipeline =
                new Pipeline(
                        Presets.pipeline(config)
                                .engine(engine)
                                .journal(journal)
                                .records(records)
                                .egress(eventThread.watch(published.watch(rates)))
                                .lookup(lookup)
                                .cache(cache)
                                .epoch(epoch)
                                .poisonListener(new PoisonLog())
                                .failureHandler(this::onFailure));
        internal.sink(pipeline);
        ingest.start(pipeline);
        eventThread.start(internal, ingest, pipeline.startOnCaller());
        // 7 the first events of this epoch, then everybody's
        activator =
                policies.activator(
                        engine, internal, dictionaries, ingest::attributesChanged, rates, epoch);
        announce(policies.tenantIds(), bundles);
        policyService =
                keep(
                        new PolicyService(
                                DataDirectory.mailbox(data.root()),
                                activator,
                                rates,
                                config.tenants().orElseThrow()));
        // 8 snapshots, behind the running engine
        Supplier<ScoringEngine> followers =
                Engines.followers(
                        config, keySecret, quarantine, new StoredPolicies(data.bundles()), journal);
        stateView = new StateView(journal, records, snapshots, followers);
        snapshotter =
                new Snapshotter(
                                journal,
                                records,
                                snapshots,
                                followers,
                                config.snapshot().keep(),
                                Engines.trimmer(config, data, journal))
                        .keepState(
                                config.snapshot().keepState()
                                        && !config.snapshot().interval().isZero());
        snapshotService =
                keep(
                        new SnapshotService(
                                snapshotter,
                                new Retention(
                                        config.retention(), records, snapshots, data.history()),
                                new SnapshotRequest(data.snapshots()),
                                config.snapshot().interval(),
                                config.snapshot().share()));
        snapshotService.start();
        policyService.start();
        // 9 evidence, the side lane and latencies, behind the running engine
        side =
                keep(
                        new SideServices(
                                config, data, keySecret, quarantine, journal, records, published));
        latency = keep(LatencyService.start(config.latency(), data.latency(), metrics()));
        checkNotFailed();
        TimeSlices.shorten(aeronDirectoryName());
        ingest.ready();
        phases.end("pipeline and ingest");
    }

    private void announce(List<Integer> tenants, List<PolicyBundle> bundles) {
        try {
            internal.startEpoch(epoch);
            for (int i = 0; i < tenants.size(); i++) {
                activator.begin(tenants.get(i), bundles.get(i));
            }
        } catch (PolicyRefusedException e) {
            checkNotFailed();
            throw new UserException(ExitCode.FAILURE, e.getMessage(), e);
        } catch (IllegalStateException e) {
            checkNotFailed();
            throw e;
        }
    }

    private void checkNotFailed() {
        if (failed()) {
            throw failure.get();
        }
    }

    private void onFailure(String component, Throwable thrown) {
        UserException told =
                component.startsWith("archive") || thrown instanceof LogException
                        ? NodeFailures.ofJournal(data.archive(), thrown, journal, records)
                        : NodeFailures.of(component, thrown);
        if (closed.get() || !failure.compareAndSet(null, told)) {
            return;
        }
        if (pipeline != null) {
            pipeline.fail(thrown);
        }
        if (internal != null) {
            internal.fail(told);
        }
        if (told.exitCode() == ExitCode.HALTED) {
            LOG.error("{} failed", component, thrown);
        }
        failureHandler.onFailure(component, told);
    }

    private <T extends AutoCloseable> T keep(T part) {
        opened.add(part);
        return part;
    }

    /** Closes what is open, in the order that leaves nobody without what it stands on. */
    private void abandon() {
        closed.set(true);
        CloseHelper.quietCloseAll(pipeline, eventThread);
        for (int i = opened.size() - 1; i >= 0; i--) {
            CloseHelper.quietClose(opened.get(i));
        }
        opened.clear();
    }
}
