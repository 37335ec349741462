package dev.peregrine.node.cli;

import dev.peregrine.node.data.Backup;
import dev.peregrine.node.data.BackupManifest;
import dev.peregrine.node.data.DataDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "backup",
        description = {
            "Copy a data directory, of a running node too: journal, decision records, snapshots,",
            "policy bundles and the key secret, with checksums. Keep the copy as secret as the"
                    + " original."
        })
final class BackupCommand implements Callable<Integer> {
    @Mixin private ConfigOptions options;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            required = true,
            description = "Where to; must not exist, or be empty.")
    private Path to;

    @Option(
            names = "--without-history",
            description = "Leave out the journal's beginning that was moved to history/.")
    private boolean withoutHistory;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        Path data = options.load().config().dataDir();
        try {
            print(spec, "backed up", Backup.write(data, to, !withoutHistory), to);
        } catch (DataDirectoryException e) {
            throw new UserException(ExitCode.BAD_CONFIGURATION, e.getMessage(), e);
        }
        return ExitCode.OK.code();
    }

    static void print(CommandSpec spec, String what, BackupManifest manifest, Path to) {
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%s to %s: %,d files, %,d bytes, as of %s%n",
                        what,
                        to,
                        manifest.files().size(),
                        manifest.bytes(),
                        manifest.takenAt());
        spec.commandLine().getOut().flush();
    }
}
