package dev.peregrine.latency.demo;

import dev.peregrine.latency.embedded.Installation;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.TerminationSignal;
import dev.peregrine.node.cli.UserException;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code peregrine demo}. */
@Command(
        name = "demo",
        description = {
            "Watch simulated card payments being scored by a whole node in this process:",
            "loads simulated weeks as history, then sends payments in real time over Aeron."
        })
public final class DemoCommand implements Callable<Integer> {
    private static final Duration GRACE = Duration.ofSeconds(35);

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "30",
            description = "How long payments are sent, 1 .. 86400. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Payments a second, 1 .. 1000000. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the simulation. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--customers",
            paramLabel = "N",
            defaultValue = "20000",
            description =
                    "Simulated customers, 1000 .. 1000000; beyond some 35000 the policy's capacities"
                            + " have to grow too. Default: ${DEFAULT-VALUE}.")
    private int customers;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "60",
            description = "Simulated days of history, 1 .. 365. Default: ${DEFAULT-VALUE}.")
    private int days;

    @Option(
            names = "--policy",
            paramLabel = "DIR",
            description = "Policy bundle. Default: the project's policies/demo.")
    private Path policy;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description =
                    "Port of the HTTP API, 0 .. 65535; 0 lets the system choose. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory to keep. Default: a temporary one, deleted in the end.")
    private Path data;

    @Option(names = "--keep", description = "Keep the node running until Ctrl-C.")
    private boolean keep;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        check("--seconds", seconds, 1, 86_400);
        check("--rate", rate, 1, 1_000_000);
        check("--customers", customers, 1_000, 1_000_000);
        check("--days", days, 1, 365);
        check("--port", port, 0, 65_535);
        Path bundle = policy == null ? Installation.policy("demo") : policy;
        if (!Files.isDirectory(bundle)) {
            throw new UserException(
                    ExitCode.BAD_CONFIGURATION, bundle + ": no such policy directory");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (TerminationSignal signal = new TerminationSignal(GRACE)) {
            DemoSettings settings =
                    new DemoSettings(
                            seconds, rate, seed, customers, days, bundle, port, data, keep);
            try {
                ExitCode code = new Demo(settings, out, isTerminal(), signal).run();
                return signal.conclude(code);
            } catch (UserException e) {
                signal.conclude(e.exitCode());
                throw e;
            }
        }
    }

    private void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new UserException(
                    ExitCode.USAGE, option + " is " + value + ", must be " + least + " .. " + most);
        }
    }

    /** From JDK 22 on there is a console even where there is no terminal: it has to be asked. */
    private static boolean isTerminal() {
        return Optional.ofNullable(System.console()).map(DemoCommand::isTerminal).orElse(false);
    }

    private static boolean isTerminal(Console console) {
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
