package dev.peregrine.latency.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "http",
        description = {
            "Round trips over HTTP on the loopback, beside a bare echo of the same JSON and the",
            "Java client over Aeron, at several rates."
        })
final class HttpBenchCommand implements Callable<Integer> {
    private static final String TITLE = "bench http";

    @Mixin private BenchOptions options;

    @Mixin private BaselineOptions baseline;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        baseline.check(TITLE);
        BenchReport report = options.report("http", spec.commandLine().getOut());
        new HttpBench(options.rates(1_000, 5_000, 20_000), options.rig(report), report).run("demo");
        return baseline.conclude(report, TITLE).code();
    }
}
