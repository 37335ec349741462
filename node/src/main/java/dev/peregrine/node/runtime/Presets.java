package dev.peregrine.node.runtime;

import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.config.Preset;
import dev.peregrine.replay.journal.ArchiveHostContext;
import dev.peregrine.replay.journal.ArchivePreset;
import dev.peregrine.replay.journal.DataDirectoryLock;
import dev.peregrine.scoring.pipeline.ThreadingPreset;

/** How the parts share the machine, as a configuration wants it. */
final class Presets {
    private Presets() {}

    static ThreadingPreset threading(NodeConfig config) {
        return config.preset() == Preset.LOW_LATENCY
                ? ThreadingPreset.LOW_LATENCY
                : ThreadingPreset.SHARED;
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
