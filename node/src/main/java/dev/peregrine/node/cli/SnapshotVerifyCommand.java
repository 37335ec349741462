package dev.peregrine.node.cli;

import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.replay.snapshot.SnapshotDirectory;
import dev.peregrine.replay.snapshot.SnapshotException;
import dev.peregrine.replay.snapshot.SnapshotFile;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        description =
                "Read every snapshot and check every block; exit code 9 where one is damaged.")
final class SnapshotVerifyCommand implements Callable<Integer> {
    @Mixin private ConfigOptions options;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<SnapshotFile> files = open(options.load().config()).list();
        int damaged = 0;
        for (SnapshotFile file : files) {
            try {
                file.verify();
                out.printf(Locale.ROOT, "%s: intact, %,d bytes%n", file.path(), file.length());
            } catch (SnapshotException e) {
                damaged++;
                out.println(e.getMessage());
            }
            out.flush();
        }
        out.printf("%d snapshots, %d damaged%n", files.size(), damaged);
        out.flush();
        return damaged == 0 ? ExitCode.OK.code() : ExitCode.SNAPSHOT_FAILED.code();
    }

    /** The snapshots of a node's data directory. */
    static SnapshotDirectory open(NodeConfig config) {
        Path directory = config.dataDir().resolve("snapshots");
        if (!Files.isDirectory(directory)) {
            throw new UserException(
                    ExitCode.BAD_CONFIGURATION, config.dataDir() + ": no snapshots here");
        }
        return new SnapshotDirectory(directory);
    }
}
