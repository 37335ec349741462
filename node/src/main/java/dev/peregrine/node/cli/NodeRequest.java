package dev.peregrine.node.cli;

import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.data.DataDirectory;
import dev.peregrine.replay.journal.DataDirectoryLock;
import java.time.Duration;
import java.util.Map;

/** Something that is asked of the node that runs over a data directory. */
final class NodeRequest {
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private NodeRequest() {}

    /**
     * Asks, and waits for the answer.
     *
     * @throws UserException when no node runs there, or it refuses or gives no answer
     */
    static Map<String, String> ask(NodeConfig config, Map<String, String> fields) {
        if (!DataDirectoryLock.isInUse(config.dataDir())) {
            throw new UserException(ExitCode.FAILURE, config.dataDir() + ": no node runs here");
        }
        Map<String, String> answer =
                DataDirectory.mailbox(config.dataDir())
                        .ask(fields, TIMEOUT)
                        .orElseThrow(
                                () ->
                                        new UserException(
                                                ExitCode.FAILURE,
                                                config.dataDir()
                                                        + ": the node gave no answer in "
                                                        + TIMEOUT.toMinutes()
                                                        + " min"));
        if (!"done".equals(answer.get("outcome"))) {
            throw new UserException(
                    "refused".equals(answer.get("outcome"))
                            ? ExitCode.BAD_CONFIGURATION
                            : ExitCode.FAILURE,
                    answer.getOrDefault("message", "no reason given"));
        }
        return answer;
    }
}
