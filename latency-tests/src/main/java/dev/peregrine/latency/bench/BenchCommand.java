package dev.peregrine.latency.bench;

import dev.peregrine.latency.engine.ReferenceRowsCommand;
import dev.peregrine.latency.prequential.PrequentialCommand;
import dev.peregrine.latency.train.TrainCommand;
import picocli.CommandLine.Command;

/** {@code peregrine bench}. */
@Command(
        name = "bench",
        description = "Measure latency, beside the floor of the same journey.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            EngineBenchCommand.class,
            FeatureBenchCommand.class,
            RuleBenchCommand.class,
            ModelBenchCommand.class,
            ExplainBenchCommand.class,
            ChallengerBenchCommand.class,
            JournalBenchCommand.class,
            SnapshotBenchCommand.class,
            RecoveryBenchCommand.class,
            IpcBenchCommand.class,
            UdpBenchCommand.class,
            ScaleBenchCommand.class,
            CompareCommand.class,
            HttpBenchCommand.class,
            Iso8583BenchCommand.class,
            OverloadBenchCommand.class,
            AllBenchCommand.class,
            BacktestBenchCommand.class,
            PeersBenchCommand.class,
            TrainCommand.class,
            PrequentialCommand.class,
            ReferenceRowsCommand.class
        })
public final class BenchCommand {}
