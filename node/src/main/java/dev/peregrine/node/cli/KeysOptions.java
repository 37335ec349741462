package dev.peregrine.node.cli;

import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.data.KeyRing;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which file of keys. */
final class KeysOptions {
    @Mixin private ConfigOptions options;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description =
                    "File of keys (default: http.keys-file of the configuration, or else"
                            + " admin.keys-file).")
    private Path file;

    NodeConfig config() {
        return options.load().config();
    }

    /**
     * The file.
     *
     * @throws UserException when none is named
     */
    KeyRing ring(NodeConfig config) {
        Path named = file;
        if (named == null) {
            named =
                    config.http()
                            .keysFile()
                            .or(config.admin()::keysFile)
                            .orElseThrow(
                                    () ->
                                            new UserException(
                                                    ExitCode.USAGE,
                                                    "--file: the configuration names no file of"
                                                            + " keys (http.keys-file)"));
        }
        return new KeyRing(named);
    }
}
