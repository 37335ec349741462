package dev.peregrine.latency.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.peregrine.latency.overload.OverloadBench;
import dev.peregrine.latency.overload.OverloadPhase;
import dev.peregrine.node.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "overload",
        description = {
            "A gateway that is asked for a multiple of what its engine can do, with a policy that",
            "has stand-ins and one that has none: latencies of what is accepted and of the rest,",
            "and memory. The engine is made to take a fixed number of events a second, --rate;",
            "so many times that is asked for, --repetitions times."
        })
final class OverloadBenchCommand implements Callable<Integer> {
    private static final int ROOM = 64;
    private static final double CAPACITY = 300;

    @Mixin private BenchOptions options;

    private static final int MOST_FACTOR = 1000;

    @Option(
            names = "--factor",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many times that is asked for. Default: ${DEFAULT-VALUE}.")
    private int factor;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        BenchOptions.check("--factor", factor, 1, MOST_FACTOR);
        BenchReport report = options.report("overload", spec.commandLine().getOut());
        double capacity = options.rate(CAPACITY);
        report.root().put("capacity_per_second", capacity).put("factor", factor).put("room", ROOM);
        for (boolean standIns : new boolean[] {false, true}) {
            report.say("");
            report.say(standIns ? "A policy with stand-ins:" : "A policy without stand-ins:");
            report.say("");
            report.say(
                    "| stretch | asked for | decided: count; p50, p99 | stand-ins | refused |"
                            + " heap after GC | direct memory |");
            report.say("| --- | --- | --- | --- | --- | --- | --- |");
            ArrayNode phases = report.root().putArray(standIns ? "with_stand_ins" : "without");
            for (OverloadPhase phase :
                    new OverloadBench(capacity, factor, options.rig(report), ROOM)
                            .run(standIns, p -> report.say(p.row()))) {
                phase.writeTo(phases.addObject());
                phase.measurements(options.plan()).forEach(report::add);
                if (phase.unanswered() > 0) {
                    report.say(phase.name() + ": " + phase.unanswered() + " not answered");
                }
            }
        }
        return (report.conclude("bench overload") ? ExitCode.OK : ExitCode.FAILURE).code();
    }
}
