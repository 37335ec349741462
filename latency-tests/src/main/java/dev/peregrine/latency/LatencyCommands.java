package dev.peregrine.latency;

import dev.peregrine.latency.bench.BenchCommand;
import dev.peregrine.latency.demo.DemoCommand;
import dev.peregrine.node.cli.CommandProvider;
import java.util.List;

/** Adds {@code demo} and {@code bench} to the command line. */
public final class LatencyCommands implements CommandProvider {
    @Override
    public List<Object> commands() {
        return List.of(new DemoCommand(), new BenchCommand());
    }
}
