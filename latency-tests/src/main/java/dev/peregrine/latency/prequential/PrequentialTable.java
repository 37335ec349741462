package dev.peregrine.latency.prequential;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Figures of all folds and their means, as tables in Markdown. */
final class PrequentialTable {
    private static final DateTimeFormatter MONTH_AND_DAY = DateTimeFormatter.ofPattern("MM-dd");

    private final List<TestRows> folds;
    private final Map<String, List<Figures>> figures = new LinkedHashMap<>();

    PrequentialTable(List<TestRows> folds) {
        this.folds = List.copyOf(folds);
        for (String name : folds.get(0).names()) {
            figures.put(name, folds.stream().map(fold -> fold.figures(name)).toList());
        }
    }

    /** The tables, one for each measure. */
    String text() {
        return table("ROC AUC", Figures::rocAuc)
                + table("average precision", Figures::averagePrecision)
                + table("card precision@100", Figures::cardPrecision);
    }

    private String table(String title, ToDoubleFunction<Figures> figure) {
        StringBuilder text = new StringBuilder("\n| " + title);
        for (TestRows rows : folds) {
            Fold fold = rows.fold();
            text.append(" | ").append(day(fold.testFrom())).append(" .. ");
            text.append(day(fold.testTo().minusDays(1)));
        }
        text.append(" | mean |\n").append("| --- ".repeat(folds.size() + 2)).append("|\n");
        figures.forEach(
                (name, all) -> {
                    List<String> cells = new ArrayList<>(List.of(name));
                    all.forEach(fold -> cells.add(number(figure.applyAsDouble(fold))));
                    cells.add(number(figure.applyAsDouble(Figures.mean(all))));
                    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
                });
        return text.toString();
    }

    private static String day(LocalDate day) {
        return MONTH_AND_DAY.format(day);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
