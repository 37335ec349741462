package dev.peregrine.latency.prequential;

import java.util.List;

/** What a ranking of a fold's payments comes to. */
record Figures(double rocAuc, double averagePrecision, double cardPrecision) {
    /** The means of several. */
    static Figures mean(List<Figures> all) {
        return new Figures(
                all.stream().mapToDouble(Figures::rocAuc).average().orElse(Double.NaN),
                all.stream().mapToDouble(Figures::averagePrecision).average().orElse(Double.NaN),
                all.stream().mapToDouble(Figures::cardPrecision).average().orElse(Double.NaN));
    }
}
