package dev.peregrine.node.runtime;

import dev.peregrine.gateway.evidence.EvidenceException;
import dev.peregrine.gateway.evidence.SideStore;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.data.DataDirectory;
import dev.peregrine.replay.journal.ArchiveLog;
import dev.peregrine.replay.lane.SideLane;
import dev.peregrine.scoring.engine.Quarantine;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows a running node's logs: the evidence store, and the side lane. A node that cannot
 * have one of them goes on without it.
 */
public final class SideServices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SideServices.class);

    private final Optional<EvidenceService> evidence;
    private final Optional<LaneService> lane;
    private final Monitors monitors;

    /** Opens both and lets them follow. */
    SideServices(
            NodeConfig config,
            DataDirectory data,
            byte[] keySecret,
            Quarantine quarantine,
            ArchiveLog journal,
            ArchiveLog records,
            PublishProgress progress) {
        evidence = EvidenceServices.start(config, data, journal, records, progress);
        monitors =
                new Monitors(
                        config.monitor(),
                        DriftLog.of(data.root()),
                        config.retention().evidence().toNanos());
        lane = lane(config, data, keySecret, quarantine, journal, records, progress);
    }

    private Optional<LaneService> lane(
            NodeConfig config,
            DataDirectory data,
            byte[] keySecret,
            Quarantine quarantine,
            ArchiveLog journal,
            ArchiveLog records,
            PublishProgress progress) {
        if (!config.sideLane().enabled()) {
            return Optional.empty();
        }
        try {
            SideStore store = SideStore.open(data.side(), config.retention().evidence().toNanos());
            StoredPolicies policies = new StoredPolicies(data.bundles());
            SideLane lane =
                    new SideLane(
                            journal,
                            records,
                            new LaneRecords(store, data.side()),
                            policies,
                            Engines.followers(
                                    config,
                                    keySecret,
                                    quarantine,
                                    SideLane.sidePolicies(policies),
                                    journal),
                            monitors.shadowModels(),
                            config.sideLane().maxLag(),
                            config.sideLane().share());
            LaneService service =
                    new LaneService(lane, store, records, progress, ReportFile.of(data.root()));
            service.start();
            return Optional.of(service);
        } catch (EvidenceException e) {
            LOG.warn("no side lane: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** What watches the decisions from the side lane. */
    Monitors monitors() {
        return monitors;
    }

    /** The evidence store's feed, if the node keeps evidence and could open the store. */
    Optional<EvidenceService> evidence() {
        return evidence;
    }

    /** The side lane, if it is switched on and its store could be opened. */
    Optional<LaneService> lane() {
        return lane;
    }

    /** What the side lane has done, in one line. */
    public String describe() {
        return lane.map(LaneService::describe).orElse("no side lane");
    }

    @Override
    public void close() {
        lane.ifPresent(LaneService::close);
        evidence.ifPresent(EvidenceService::close);
    }
}
