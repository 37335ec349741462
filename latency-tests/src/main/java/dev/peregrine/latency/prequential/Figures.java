package dev.peregrine.latency.prequential;

import dev.peregrine.replay.backtest.metrics.MetricSheet;
import java.util.List;

/** What a ranking of a fold's payments comes to. */
record Figures(double rocAuc, double averagePrecision, double cardPrecision) {
    static Figures of(MetricSheet sheet) {
        return new Figures(
                sheet.values().get("roc_auc"),
                sheet.values().get("average_precision"),
                sheet.values().get("card_precision_at_100"));
    }

    /** The means of several. */
    static Figures mean(List<Figures> all) {
        return new Figures(
                all.stream().mapToDouble(Figures::rocAuc).average().orElse(Double.NaN),
                all.stream().mapToDouble(Figures::averagePrecision).average().orElse(Double.NaN),
                all.stream().mapToDouble(Figures::cardPrecision).average().orElse(Double.NaN));
    }
}
