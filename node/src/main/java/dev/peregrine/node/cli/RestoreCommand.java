package dev.peregrine.node.cli;

import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.data.Backup;
import dev.peregrine.node.data.DataDirectoryException;
import dev.peregrine.node.runtime.OfflineJournal;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "restore",
        description = {
            "Make a data directory (--data) of a backup, check every file, and open its logs.",
            "Then start the node with serve."
        })
final class RestoreCommand implements Callable<Integer> {
    @Mixin private ConfigOptions options;

    @Option(names = "--from", paramLabel = "DIR", required = true, description = "The backup.")
    private Path from;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        NodeConfig config = options.load().config();
        try {
            BackupCommand.print(
                    spec, "restored", Backup.restore(from, config.dataDir()), config.dataDir());
        } catch (DataDirectoryException e) {
            throw new UserException(ExitCode.BAD_CONFIGURATION, e.getMessage(), e);
        }
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "its last event has sequence %,d%n",
                        OfflineJournal.endRecordsWithJournal(config));
        spec.commandLine().getOut().flush();
        return ExitCode.OK.code();
    }
}
