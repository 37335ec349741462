package dev.peregrine.node.cli;

import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.runtime.OfflineJournal;
import dev.peregrine.replay.snapshot.SnapshotRequest;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "take",
        description = {
            "Take a snapshot now.",
            "Of a running node, which is asked through a file in its data directory; or of a"
                    + " stopped one."
        })
final class SnapshotTakeCommand implements Callable<Integer> {
    @Mixin private ConfigOptions options;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "How long a running node may take. Default: ${DEFAULT-VALUE}.")
    private long timeoutSeconds;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        NodeConfig config = options.load().config();
        String outcome;
        try {
            outcome =
                    OfflineJournal.snapshot(config)
                            .map(file -> file.path().toString())
                            .orElse("nothing new since the last snapshot");
        } catch (UserException e) {
            if (e.exitCode() != ExitCode.DATA_DIRECTORY_IN_USE) {
                throw e;
            }
            outcome = ask(config);
        }
        spec.commandLine().getOut().println(outcome);
        spec.commandLine().getOut().flush();
        return ExitCode.OK.code();
    }

    private String ask(NodeConfig config) {
        String answer =
                new SnapshotRequest(config.dataDir().resolve("snapshots"))
                        .ask(Duration.ofSeconds(timeoutSeconds))
                        .orElseThrow(
                                () ->
                                        new UserException(
                                                ExitCode.SNAPSHOT_FAILED,
                                                config.dataDir()
                                                        + ": the node gave no answer in "
                                                        + timeoutSeconds
                                                        + " s"));
        if (answer.startsWith("failed: ")) {
            throw new UserException(ExitCode.SNAPSHOT_FAILED, answer);
        }
        return answer;
    }
}
