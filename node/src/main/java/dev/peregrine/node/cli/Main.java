package dev.peregrine.node.cli;

import java.time.LocalDate;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Entry point of the command line. */
public final class Main {
    private Main() {}

    /** Runs a command and ends the process with its {@link ExitCode}. */
    public static void main(String[] args) {
        OutOfMemory.install();
        System.exit(commandLine().execute(args));
    }

    /** The command line with every command of the class path, ready to execute. */
    public static CommandLine commandLine() {
        CommandLine root = new CommandLine(new PeregrineCommand());
        for (CommandProvider provider : ServiceLoader.load(CommandProvider.class)) {
            provider.commands().forEach(root::addSubcommand);
        }
        prepare(root);
        root.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(ExitCode.descriptions());
        return root.registerConverter(LocalDate.class, new DateConverter())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new UsageErrors())
                .setExecutionExceptionHandler(new ExecutionErrors());
    }

    private static void prepare(CommandLine command) {
        command.getCommandSpec()
                .mixinStandardHelpOptions(true)
                .versionProvider(Version.PROVIDER)
                .exitCodeOnInvalidInput(ExitCode.USAGE.code())
                .exitCodeOnExecutionException(ExitCode.FAILURE.code());
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.synopsisSubcommandLabel("COMMAND")
                .optionListHeading("%nOptions:%n")
                .parameterListHeading("%nParameters:%n")
                .commandListHeading("%nCommands:%n")
                .sortOptions(false);
        command.getSubcommands().values().forEach(Main::prepare);
    }
}
