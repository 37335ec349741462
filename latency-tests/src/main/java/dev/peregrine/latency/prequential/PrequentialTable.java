package dev.peregrine.latency.prequential;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Figures of all folds and their means, as tables in Markdown. */
final class PrequentialTable {
    private static final DateTimeFormatter MONTH_AND_DAY = DateTimeFormatter.ofPattern("MM-dd");

    private final List<Fold> folds;
    private final List<Map<String, Figures>> figures;

    /**
     * @param figures of each fold, by what was measured
     */
    PrequentialTable(List<Fold> folds, List<Map<String, Figures>> figures) {
        this.folds = folds;
        this.figures = figures;
    }

    /** The tables, one for each measure. */
    String text() {
        return table("ROC AUC", Figures::rocAuc)
                + table("average precision", Figures::averagePrecision)
                + table("card precision@100", Figures::cardPrecision);
    }

    /** Means of what was measured under a name. */
    Figures mean(String name) {
        return Figures.mean(figures.stream().map(fold -> fold.get(name)).toList());
    }

    private String table(String title, ToDoubleFunction<Figures> figure) {
        StringBuilder text = new StringBuilder("\n| " + title);
        for (Fold fold : folds) {
            text.append(" | ").append(fold.testFrom()).append(" .. ").append(lastDay(fold));
        }
        text.append(" | mean |\n").append("| --- ".repeat(folds.size() + 2)).append("|\n");
        for (String name : figures.get(0).keySet()) {
            List<String> cells = new ArrayList<>(List.of(name));
            figures.forEach(fold -> cells.add(number(figure.applyAsDouble(fold.get(name)))));
            cells.add(number(figure.applyAsDouble(mean(name))));
            text.append("| ").append(String.join(" | ", cells)).append(" |\n");
        }
        return text.toString();
    }

    private static String lastDay(Fold fold) {
        return MONTH_AND_DAY.format(fold.testTo().minusDays(1));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
