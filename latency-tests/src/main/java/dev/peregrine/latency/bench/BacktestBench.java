package dev.peregrine.latency.bench;

import dev.peregrine.latency.scratch.ScratchDirectory;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.replay.backtest.Backtest;
import dev.peregrine.replay.backtest.BacktestContext;
import dev.peregrine.replay.backtest.BacktestEngine;
import dev.peregrine.replay.backtest.BacktestResult;
import dev.peregrine.replay.backtest.Emission;
import dev.peregrine.replay.backtest.input.DuckDb;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The Handbook's features by a backtest, by DuckDB and by pandas, side by side. Pairs of payments
 * of the same customer or terminal in the same second are left out of the comparison: SQL frames
 * cannot put them in the file's order.
 */
final class BacktestBench {
    private static final int DAY = 86_400;
    private static final int[] DAYS = {1, 7, 30};
    private static final double TOLERANCE = 1e-9;

    private final BenchReport report;
    private final Path input;
    private final Path policy;

    /**
     * @param policy bundle that has the Handbook's 15 features under their names
     */
    BacktestBench(BenchReport report, Path input, Path policy) {
        this.report = report;
        this.input = input;
        this.policy = policy;
    }

    /**
     * Runs each so often, and pandas once where it is there.
     *
     * @param pandas who runs it
     */
    void run(int rounds, PandasJob pandas) throws Exception {
        try (ScratchDirectory scratch = ScratchDirectory.create("backtest")) {
            Path directory = scratch.path();
            double ours = Double.MAX_VALUE;
            double theirs = Double.MAX_VALUE;
            long rows = 0;
            for (int round = 0; round < rounds; round++) {
                BacktestResult result = backtest(directory);
                rows = result.tally().rows();
                ours = Math.min(ours, result.runNanos() / 1e9);
                theirs = Math.min(theirs, duckDb(directory.resolve("duckdb.csv")));
            }
            report.root().put("rows", rows);
            report.root().put("policy", policy.getFileName().toString());
            report.say("| | seconds | rows/s | writes | rows compared | values that differ |");
            report.say("| --- | --- | --- | --- | --- | --- |");
            say("backtest", ours, rows, "decisions and features | |");
            say("duckdb", theirs, rows, "features | " + compare(directory, "duckdb.csv"));
            Optional<String> version = pandas.version();
            if (version.isEmpty()) {
                report.say("pandas is not there, and was left out");
            } else {
                double seconds = pandas.run(input, directory.resolve("pandas.csv"));
                report.root().put("pandas_version", version.get());
                say("pandas", seconds, rows, "features | " + compare(directory, "pandas.csv"));
            }
        }
    }

    private void say(String name, double seconds, long rows, String writes) {
        report.root().put(name + "_seconds", seconds);
        report.say(
                String.format(
                        Locale.ROOT,
                        "| %s | %.2f | %,.0f | %s |",
                        name,
                        seconds,
                        rows / seconds,
                        writes));
    }

    private BacktestResult backtest(Path directory) throws Exception {
        PolicyBundle bundle = PolicyLoader.load(policy);
        try (BacktestEngine engine =
                new BacktestEngine(
                        bundle,
                        ChronicleFeatureStoreFactory.inMemory(),
                        BacktestEngine.DEFAULT_IDENTITY_CAPACITY)) {
            BacktestResult result =
                    Backtest.run(
                            new BacktestContext()
                                    .input(input)
                                    .outputDirectory(directory)
                                    .candidate(bundle, engine)
                                    .emit(EnumSet.allOf(Emission.class)));
            if (result.error() != null) {
                throw new IOException(result.error());
            }
            return result;
        }
    }

    private double duckDb(Path to) throws Exception {
        long start = System.nanoTime();
        try (Connection connection = DuckDb.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET memory_limit = '8GB'");
            statement.execute(
                    "COPY ("
                            + query()
                            + ") TO "
                            + DuckDb.literal(to.toString())
                            + " (FORMAT csv, HEADER)");
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private String query() {
        List<String> columns = new ArrayList<>();
        columns.add("TRANSACTION_ID");
        columns.add("round_even(TX_AMOUNT, 2) AS TX_AMOUNT");
        columns.add("(isodow(TX_DATETIME) >= 6)::INT AS TX_DURING_WEEKEND");
        columns.add("(hour(TX_DATETIME) <= 6)::INT AS TX_DURING_NIGHT");
        for (int days : DAYS) {
            String over = over("CUSTOMER_ID", days * DAY - 1, "CURRENT ROW");
            String name = "CUSTOMER_ID_NB_TX_" + days + "DAY_WINDOW";
            columns.add("count(*) " + over + " AS " + name);
            columns.add(
                    "avg(round_even(TX_AMOUNT, 2)) "
                            + over
                            + " AS CUSTOMER_ID_AVG_AMOUNT_"
                            + days
                            + "DAY_WINDOW");
        }
        for (int days : DAYS) {
            String over = over("TERMINAL_ID", (7 + days) * DAY - 1, 7 * DAY + " PRECEDING");
            columns.add("count(*) " + over + " AS TERMINAL_ID_NB_TX_" + days + "DAY_WINDOW");
            columns.add(
                    "coalesce(avg(TX_FRAUD) "
                            + over
                            + ", 0) AS TERMINAL_ID_RISK_"
                            + days
                            + "DAY_WINDOW");
        }
        return "SELECT "
                + String.join(", ", columns)
                + " FROM read_csv("
                + DuckDb.literal(input.toString())
                + ")";
    }

    private static String over(String key, int preceding, String end) {
        return "OVER (PARTITION BY "
                + key
                + " ORDER BY TX_TIME_SECONDS RANGE BETWEEN "
                + preceding
                + " PRECEDING AND "
                + end
                + ")";
    }

    /** Rows compared, and values among them that differ, as cells of the table. */
    private String compare(Path directory, String file) throws Exception {
        try (Connection connection = DuckDb.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET memory_limit = '8GB'");
            String ours = DuckDb.literal(directory.resolve("features.csv").toString());
            String theirs = DuckDb.literal(directory.resolve(file).toString());
            List<String> names = new ArrayList<>();
            try (ResultSet row =
                    statement.executeQuery("SELECT * FROM read_csv(" + theirs + ") LIMIT 0")) {
                for (int i = 2; i <= row.getMetaData().getColumnCount(); i++) {
                    names.add(row.getMetaData().getColumnName(i));
                }
            }
            List<String> differs = new ArrayList<>();
            names.forEach(
                    name ->
                            differs.add(
                                    "coalesce(abs(a."
                                            + name
                                            + " - b."
                                            + name
                                            + ") > "
                                            + TOLERANCE
                                            + ", true)::INT"));
            String sql =
                    "WITH t AS (SELECT TRANSACTION_ID, count(*) OVER (PARTITION BY CUSTOMER_ID,"
                            + " TX_TIME_SECONDS) c, count(*) OVER (PARTITION BY TERMINAL_ID,"
                            + " TX_TIME_SECONDS) d FROM read_csv("
                            + DuckDb.literal(input.toString())
                            + ")) SELECT count(*), sum("
                            + String.join(" + ", differs)
                            + ") FROM read_csv("
                            + ours
                            + ") a JOIN read_csv("
                            + theirs
                            + ") b USING (TRANSACTION_ID) JOIN t USING (TRANSACTION_ID)"
                            + " WHERE c = 1 AND d = 1";
            try (ResultSet row = statement.executeQuery(sql)) {
                row.next();
                long rows = row.getLong(1);
                long differ = row.getLong(2);
                report.root().putObject(file).put("rows", rows).put("values_that_differ", differ);
                return String.format(Locale.ROOT, "%,d | %,d", rows, differ);
            }
        }
    }
}
