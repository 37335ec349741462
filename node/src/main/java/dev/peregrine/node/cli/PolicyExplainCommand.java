package dev.peregrine.node.cli;

import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.PolicyLoader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "explain",
        description =
                "Tell what a policy's features keep and cost, memory before it is paid, and which rules"
                        + " read which parameters.")
final class PolicyExplainCommand implements Callable<Integer> {
    private static final long GREATEST_RATE = 1_000_000_000;

    @Parameters(paramLabel = "DIR", description = "Directory of the bundle.")
    private Path directory;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Events a second in all: adds what their history takes.")
    private Long rate;

    @Option(names = "--json", description = "Print JSON, bytes as whole numbers.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws PolicyException {
        if (rate != null && (rate <= 0 || rate > GREATEST_RATE)) {
            throw new ParameterException(
                    spec.commandLine(), "--rate: " + rate + " is not from 1 to " + GREATEST_RATE);
        }
        PolicyCosts costs = PolicyCosts.of(PolicyLoader.load(directory));
        if (json) {
            spec.commandLine().getOut().println(new PolicyExplainJson(costs).of(rate));
            spec.commandLine().getOut().flush();
        } else {
            new PolicyExplainReport(costs, spec.commandLine().getOut()).print(rate);
        }
        return ExitCode.OK.code();
    }
}
