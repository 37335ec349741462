package dev.peregrine.node.cli;

import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.runtime.OfflineJournal;
import dev.peregrine.scoring.engine.ActiveState;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Mixin;

/** Whose state is looked at. */
final class StateOptions {
    @Mixin private ConfigOptions options;

    @Mixin private TenantOption tenant;

    /**
     * Rebuilds the state at the journal's end. Blocks until done.
     *
     * @param look given what is active for the tenant; writes what it finds
     */
    void rebuild(Function<ActiveState, List<String>> look, PrintWriter out) {
        NodeConfig config = options.load().config();
        NodeConfig.Tenant of = tenant.of(config);
        OfflineJournal.rebuild(
                        config,
                        engine ->
                                look.apply(
                                        engine.active(of.id())
                                                .orElseThrow(
                                                        () ->
                                                                new UserException(
                                                                        ExitCode.FAILURE,
                                                                        config.dataDir()
                                                                                + ": no policy was"
                                                                                + " ever active for"
                                                                                + " tenant '"
                                                                                + of.name()
                                                                                + "'"))))
                .forEach(out::println);
        out.flush();
    }
}
