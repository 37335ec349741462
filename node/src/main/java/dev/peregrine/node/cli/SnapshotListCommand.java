package dev.peregrine.node.cli;

import dev.peregrine.replay.snapshot.SnapshotDirectory;
import dev.peregrine.replay.snapshot.SnapshotException;
import dev.peregrine.replay.snapshot.SnapshotFile;
import dev.peregrine.replay.snapshot.SnapshotManifest;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        description = "List the snapshots, the newest first.",
        footer = {
            "",
            "sequence, position: of the last event in it. state hash: of features and rates, then"
                    + " of event ids; the same as in peregrine replay."
        })
final class SnapshotListCommand implements Callable<Integer> {
    @Mixin private ConfigOptions options;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        TextTable table =
                new TextTable(
                        Set.of(0, 2, 3),
                        "sequence",
                        "taken at",
                        "position",
                        "bytes",
                        "policies",
                        "state hash");
        SnapshotDirectory snapshots = SnapshotVerifyCommand.open(options.load().config());
        for (SnapshotFile file : snapshots.list()) {
            row(table, file);
        }
        table.print(out);
        out.flush();
        return ExitCode.OK.code();
    }

    private static void row(TextTable table, SnapshotFile file) {
        String sequence = number(file.sequence());
        try {
            SnapshotManifest manifest = file.manifest();
            table.row(
                    sequence,
                    manifest.takenAt(),
                    number(manifest.journalPosition()),
                    number(file.length()),
                    manifest.policies().stream()
                            .map(p -> p.tenantId() + ":" + p.name() + " " + p.version())
                            .collect(Collectors.joining(", ")),
                    Stream.of(manifest.windowsHash(), manifest.learnerHash(), manifest.idsHash())
                            .filter(Objects::nonNull)
                            .collect(Collectors.joining(" ")));
        } catch (SnapshotException e) {
            table.row(sequence, e.getMessage());
        }
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
