package dev.peregrine.replay.backtest.report;

import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.FeatureType;
import dev.peregrine.replay.backtest.BacktestContext;
import dev.peregrine.replay.backtest.BacktestResult;
import dev.peregrine.replay.backtest.Emission;
import dev.peregrine.replay.backtest.Ending;
import dev.peregrine.replay.backtest.input.DuckDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Turns the CSV files of a backtest into Parquet files of the same rows, columns and names, which
 * take their place; those of an interrupted one stay beside them as {@code .csv.part}, to go on
 * with. Times are timestamps in UTC.
 */
public final class ParquetOutputs {
    private static final String TEXT = "VARCHAR";
    private static final String TIME = "TIMESTAMP";
    private static final String SMALL = "SMALLINT";

    private ParquetOutputs() {}

    /** Turns all of them, whether the backtest is complete or not. */
    public static void write(BacktestContext context, BacktestResult result) throws IOException {
        Path out = context.outputDirectory();
        String id = context.mapping().eventId();
        boolean keep = result.ending() == Ending.INTERRUPTED;
        boolean two = result.policies().size() == 2;
        for (int i = 0; i < result.policies().size(); i++) {
            Path directory = two ? out.resolve(i == 0 ? "a" : "b") : out;
            if (context.emits(Emission.DECISIONS)) {
                turn(directory.resolve(DecisionsCsv.NAME), decisions(id), keep);
            }
            if (context.emits(Emission.FEATURES)) {
                List<FeatureSpec> features =
                        result.policies().get(i).bundle().features().features();
                turn(
                        directory.resolve(FeaturesCsv.NAME),
                        features(id, features, result.labelled()),
                        keep);
            }
        }
        if (two) {
            turn(out.resolve(DiffCsv.NAME), differences(id), keep);
        }
    }

    private static Map<String, String> decisions(String id) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put(id, TEXT);
        columns.put("time", TIME);
        columns.put("action", TEXT);
        columns.put("score", SMALL);
        columns.put("reason_codes", TEXT);
        columns.put("label", SMALL);
        return columns;
    }

    private static Map<String, String> features(
            String id, List<FeatureSpec> features, boolean labelled) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put(id, TEXT);
        for (FeatureSpec feature : features) {
            columns.put(feature.name(), feature.type() == FeatureType.DOUBLE ? "DOUBLE" : "BIGINT");
        }
        if (labelled) {
            columns.put("label", SMALL);
        }
        return columns;
    }

    private static Map<String, String> differences(String id) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put(id, TEXT);
        columns.put("time", TIME);
        columns.put("amount", "DECIMAL(18, 6)");
        columns.put("label", SMALL);
        for (String side : List.of("_a", "_b")) {
            columns.put("action" + side, TEXT);
            columns.put("score" + side, SMALL);
            columns.put("reason_codes" + side, TEXT);
        }
        return columns;
    }

    private static void turn(Path csv, Map<String, String> columns, boolean keep)
            throws IOException {
        String name = csv.getFileName().toString().replace(".csv", ".parquet");
        Path temporary = csv.resolveSibling(name + ".part");
        String types =
                columns.entrySet().stream()
                        .map(e -> DuckDb.literal(e.getKey()) + ": " + DuckDb.literal(e.getValue()))
                        .collect(Collectors.joining(", "));
        String sql =
                "COPY (SELECT * FROM read_csv("
                        + DuckDb.literal(csv.toString())
                        + ", header = true, delim = ',', quote = '\"', escape = '\"',"
                        + " auto_detect = false, columns = {"
                        + types
                        + "})) TO "
                        + DuckDb.literal(temporary.toString())
                        + " (FORMAT parquet, COMPRESSION zstd)";
        try (Connection connection = DuckDb.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw DuckDb.failure(e);
        }
        Files.move(temporary, csv.resolveSibling(name), StandardCopyOption.REPLACE_EXISTING);
        if (keep) {
            Path part = csv.resolveSibling(csv.getFileName() + OutputFile.PART);
            Files.move(csv, part, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.delete(csv);
        }
    }
}
