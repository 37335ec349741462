package dev.peregrine.node.runtime;

import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.replay.lane.ShadowModel;
import dev.peregrine.replay.monitor.AnomalyModel;
import dev.peregrine.replay.monitor.Drift;
import dev.peregrine.replay.monitor.DriftListener;
import dev.peregrine.replay.monitor.DriftMonitor;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What watches the decisions from the side lane, as configured: drift, and anomaly scores. A drift
 * is an alarm: a line in the log, a number in the metrics, and an entry of the {@link DriftLog}.
 * Written by the lane's thread, read by any.
 */
public final class Monitors implements DriftListener {
    private static final Logger LOG = LoggerFactory.getLogger(Monitors.class);

    private final NodeConfig.Monitor config;
    private final DriftLog log;
    private final long retentionNs;
    private final Map<Key, Seen> drifts = new ConcurrentSkipListMap<>();

    /** A stream of a tenant. */
    record Key(int tenantId, Drift.Stream stream) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byTenant = Integer.compare(tenantId, other.tenantId);
            return byTenant != 0 ? byTenant : stream.compareTo(other.stream);
        }
    }

    /**
     * Drifts of a stream.
     *
     * @param count since the process began
     */
    record Seen(long count, Drift last) {}

    /**
     * @param log where drifts are kept
     * @param retentionNs for how long, nanoseconds; 0 for ever
     */
    Monitors(NodeConfig.Monitor config, DriftLog log, long retentionNs) {
        this.config = config;
        this.log = log;
        this.retentionNs = retentionNs;
    }

    /** New models for a side lane. */
    List<ShadowModel> shadowModels() {
        List<ShadowModel> models = new ArrayList<>();
        NodeConfig.Drift drift = config.drift();
        if (drift.enabled()) {
            models.add(
                    new DriftMonitor(drift.delta(), drift.leastPoints(), drift.remembered(), this));
        }
        if (config.anomaly().enabled()) {
            models.add(new AnomalyModel(config.anomaly().trees()));
        }
        return models;
    }

    @Override
    public void onDrift(Drift drift) {
        LOG.error("ALARM: tenant {}: drift: {}", drift.tenantId(), drift.describe());
        drifts.merge(
                new Key(drift.tenantId(), drift.stream()),
                new Seen(1, drift),
                (before, now) -> new Seen(before.count() + 1, now.last()));
        try {
            log.add(drift, retentionNs);
        } catch (UncheckedIOException e) {
            LOG.warn("the drift is not kept: {}", e.getMessage());
        }
    }

    /** The drifts that are kept, also of earlier processes. */
    DriftLog log() {
        return log;
    }

    /** What has drifted since the process began. */
    Map<Key, Seen> drifts() {
        return Map.copyOf(drifts);
    }
}
