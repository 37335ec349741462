package dev.peregrine.latency.bench;

import dev.peregrine.latency.backtest.LongBacktest;
import dev.peregrine.latency.embedded.Installation;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "backtest",
        description = {
            "The Handbook's 15 features of a file of its form: by a backtest, decisions included, by"
                    + " a DuckDB window query on two threads, and where Python has pandas, by its rolling"
                    + " windows.",
            "All read CSV and write CSV; every value is compared.",
            "With --rows in place of --input: a generated history of that length, run in a process"
                    + " of bounded memory, with the most memory that it took."
        })
final class BacktestBenchCommand implements Callable<Integer> {
    private static final int DIRECT_MIB = 256;
    private static final long MAX_ROWS = 1_000_000_000L;
    private static final long MAX_CARDS = 10_000_000L;
    private static final long MAX_DAYS = 1_000;
    private static final long MAX_HEAP_MIB = 1 << 20;

    /** What is run: a file, or a history that is made. */
    static final class Source {
        @Option(
                names = "--input",
                required = true,
                paramLabel = "FILE",
                description = "Transactions as the Handbook has them.")
        private Path input;

        @Option(
                names = "--rows",
                required = true,
                paramLabel = "N",
                description = "Length of a history that is made in a scratch directory.")
        private Long rows;
    }

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Option(
            names = "--cards",
            paramLabel = "N",
            defaultValue = "1000000",
            description =
                    "With --rows: how many cards there are, about. Default: ${DEFAULT-VALUE}.")
    private long cards;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "180",
            description = "With --rows: how long the history is, about. Default: ${DEFAULT-VALUE}.")
    private int days;

    @Option(
            names = "--heap-mib",
            paramLabel = "N",
            defaultValue = "512",
            description = "With --rows: bound of the heap. Default: ${DEFAULT-VALUE}.")
    private int heapMib;

    @Option(
            names = "--limit-mib",
            paramLabel = "N",
            defaultValue = "2048",
            description =
                    "With --rows: the most memory that the process may have resident, heap, memory"
                            + " off the heap and the JVM itself together; beyond it the exit code"
                            + " is 1. Default: ${DEFAULT-VALUE}.")
    private long limitMib;

    @Option(
            names = "--policy",
            paramLabel = "DIR",
            description =
                    "With --input: a bundle with the Handbook's 15 features under their names, such as"
                            + " one with a model. Default: policies/fraud-handbook.")
    private Path policy;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Runs of each, in turn; the best is told. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--python",
            paramLabel = "COMMAND",
            defaultValue = "python3",
            description = "Runs pandas. Default: ${DEFAULT-VALUE}.")
    private String python;

    @Mixin private OutputOption output;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        String name = source.rows == null ? "backtest" : "backtest-long";
        BenchReport report = output.report(name, spec.commandLine().getOut());
        boolean kept = true;
        if (source.rows == null) {
            Path bundle =
                    policy == null
                            ? Installation.root().resolve("policies/fraud-handbook")
                            : policy.toAbsolutePath();
            new BacktestBench(report, source.input, bundle).run(rounds, new PandasJob(python));
        } else {
            kept = new LongBacktestBench(report, limitMib).run(history());
        }
        report.conclude("bench backtest");
        return kept ? ExitCode.OK.code() : ExitCode.FAILURE.code();
    }

    private LongBacktest history() {
        check("--rows", source.rows, MAX_ROWS);
        check("--cards", cards, MAX_CARDS);
        check("--days", days, MAX_DAYS);
        check("--heap-mib", heapMib, MAX_HEAP_MIB);
        return new LongBacktest(source.rows, cards, days, heapMib, DIRECT_MIB);
    }

    private static void check(String option, long value, long most) {
        if (value < 1 || value > most) {
            throw new UserException(
                    ExitCode.USAGE, option + " is " + value + ", must be 1 .. " + most);
        }
    }
}
