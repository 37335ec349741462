package dev.peregrine.latency.bench;

import dev.peregrine.latency.peers.PaymentRows;
import dev.peregrine.latency.peers.PeersBench;
import dev.peregrine.latency.peers.PeersPlan;
import dev.peregrine.latency.peers.PeersRows;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "peers",
        description = {
            "The Handbook's 15 features by Peregrine, Flink, Hazelcast Jet and plain Java: the same rows,"
                    + " features compared row by row, throughput, and latency from planned times.",
            "The first time, the peers are downloaded and built. Takes a quarter of an hour."
        })
final class PeersBenchCommand implements Callable<Integer> {
    private enum Size {
        HANDBOOK,
        LARGE
    }

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "Transactions as the Handbook has them, CSV, plain or gzipped.")
    private Path input;

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            defaultValue = "handbook",
            description = {
                "handbook: the rows of --input.",
                "large: generated rows of 1,000,000 customers and 100,000 terminals.",
                "Default: ${DEFAULT-VALUE}."
            })
    private Size size;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description =
                    "How many rows: the first of the file (default: all), or of --size large"
                            + " (default: 4000000).")
    private Integer rows;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "For the rows of --size large. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Contenders to run beside the engine alone: node, node-evidence,"
                            + " recorded, plain, flink-heap,"
                            + " flink-heap-0, flink-rocksdb, flink-exactly-once, jet. Default: all.")
    private List<String> only = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "Runs for throughput, after one that compares; the median is told. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--rates",
            paramLabel = "N",
            split = ",",
            defaultValue = "20000,50000",
            description = "Rows a second at which latency is taken. Default: ${DEFAULT-VALUE}.")
    private List<Double> rates;

    @Option(names = "--no-latency", description = "Throughput only.")
    private boolean noLatency;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "Length of each measurement of latency. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "10",
            description = "Seconds of load before anything is recorded. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Mixin private OutputOption output;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PeersPlan plan = plan();
        boolean large = size == Size.LARGE;
        BenchReport report =
                output.report(large ? "peers-large" : "peers", spec.commandLine().getOut());
        new PeersBench(report, plan, only).run(rows());
        report.conclude(large ? "bench peers --size large" : "bench peers");
        return ExitCode.OK.code();
    }

    private PeersPlan plan() {
        try {
            return new PeersPlan(rounds, noLatency ? List.of() : rates, warmUp, seconds);
        } catch (IllegalArgumentException e) {
            throw new UserException(ExitCode.USAGE, e.getMessage(), e);
        }
    }

    private PaymentRows rows() {
        if (rows != null && rows < 1) {
            throw new UserException(ExitCode.USAGE, "--rows is " + rows + ", must be at least 1");
        }
        if (size == Size.LARGE) {
            return PeersRows.large(rows == null ? 4_000_000 : rows, seed);
        }
        if (input == null) {
            throw new UserException(ExitCode.USAGE, "--input FILE is missing: or use --size large");
        }
        PaymentRows all = PeersRows.ofFile(input);
        return rows == null ? all : all.first(rows);
    }
}
