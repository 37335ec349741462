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
    @Mixin private BenchOptions options;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        BenchReport report = options.report("http", spec.commandLine().getOut());
        new HttpBench(options.rates(1_000, 5_000, 20_000), options.rig(report), report).run("demo");
        return options.conclude(report, "bench http").code();
    }
}
