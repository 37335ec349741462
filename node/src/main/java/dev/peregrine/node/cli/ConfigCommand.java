package dev.peregrine.node.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "config",
        description = "Check a node's configuration, and print each value with where it came from.")
final class ConfigCommand implements Callable<Integer> {
    @Mixin private ConfigOptions options;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        options.load().lines().forEach(spec.commandLine().getOut()::println);
        return ExitCode.OK.code();
    }
}
