package dev.peregrine.latency.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "iso8583",
        description = {
            "Round trips over ISO 8583 on the loopback, beside the HTTP API at the same rates.",
        })
final class Iso8583BenchCommand implements Callable<Integer> {
    private static final String TITLE = "bench iso8583";

    @Mixin private BenchOptions options;

    @Mixin private BaselineOptions baseline;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        baseline.check(TITLE);
        BenchReport report = options.report("iso8583", spec.commandLine().getOut());
        new Iso8583Bench(options.rates(500, 2_000), options.rig(report), report).run("demo");
        return baseline.conclude(report, TITLE).code();
    }
}
