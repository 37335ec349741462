package dev.peregrine.replay.backtest.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files that a backtest may write into its output directory. */
public final class OutputSet {
    private static final List<String> NAMES =
            List.of(
                    SummaryJson.NAME,
                    HtmlReport.NAME,
                    DiffCsv.NAME,
                    QuarantineCsv.NAME,
                    SweepCsv.NAME);

    private OutputSet() {}

    /** Deletes what is written at the end only: an interrupted backtest goes on. */
    public static void deleteResults(Path directory) throws IOException {
        for (String name : List.of(SummaryJson.NAME, HtmlReport.NAME, SweepCsv.NAME)) {
            Files.deleteIfExists(directory.resolve(name));
        }
    }

    /** Deletes what an earlier backtest wrote and this one may not replace. */
    public static void deleteOld(Path directory) throws IOException {
        for (String name : NAMES) {
            Files.deleteIfExists(directory.resolve(name));
        }
    }
}
