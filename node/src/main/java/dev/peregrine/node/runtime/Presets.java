package dev.peregrine.node.runtime;

import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.config.Preset;
import dev.peregrine.replay.journal.ArchiveHostContext;
import dev.peregrine.replay.journal.ArchivePreset;
import dev.peregrine.replay.journal.DataDirectoryLock;
import dev.peregrine.scoring.pipeline.PipelineContext;
import dev.peregrine.scoring.pipeline.ThreadingPreset;
import org.agrona.concurrent.IdleStrategy;

/** How the parts share the machine, as a configuration wants it. */
final class Presets {
    private Presets() {}

    static ThreadingPreset threading(NodeConfig config) {
        return config.preset() == Preset.LOW_LATENCY
                ? ThreadingPreset.LOW_LATENCY
                : ThreadingPreset.SHARED;
    }

    /** Of a thread of the node with nothing to do. */
    static IdleStrategy idleStrategy(NodeConfig config) {
        return threading(config).idleStrategy(config.pipeline().longestSleep().toNanos());
    }

    /** A pipeline; who makes it adds what its stages work with. */
    static PipelineContext pipeline(NodeConfig config) {
        return new PipelineContext()
                .preset(threading(config))
                .longestSleepNs(config.pipeline().longestSleep().toNanos())
                .ringSize(config.pipeline().ringSize())
                .slowNs(config.latency().slow().toNanos());
    }

    /** Driver and archive of a running node; who makes them adds a failure handler. */
    static ArchiveHostContext archive(NodeConfig config, DataDirectoryLock lock) {
        ArchiveHostContext context =
                new ArchiveHostContext()
                        .directoryLock(lock)
                        .preset(
                                config.preset() == Preset.LOW_LATENCY
                                        ? ArchivePreset.LOW_LATENCY
                                        : ArchivePreset.SHARED)
                        .durability(config.durability())
                        .termLength(Math.toIntExact(config.journal().termLength().bytes()))
                        .segmentLength(Math.toIntExact(config.journal().segmentLength().bytes()));
        config.aeronDir().ifPresent(context::externalAeronDirectory);
        return context;
    }
}
