package dev.peregrine.latency.prequential;

import dev.peregrine.latency.prequential.PairedBootstrap.Difference;
import java.util.Locale;

/** How much better ensembles are than what they are made of, as a table in Markdown. */
final class DifferenceTable {
    private DifferenceTable() {}

    /**
     * The table.
     *
     * @param learner its id
     */
    static String text(String learner, PairedBootstrap bootstrap) {
        StringBuilder text =
                new StringBuilder(
                        """

                        | ensemble | above | ROC AUC | average precision | card precision@100 |
                        | --- | --- | --- | --- | --- |
                        """);
        for (Ensemble ensemble : Ensemble.all(learner)) {
            for (String member : ensemble.members()) {
                String one = ensemble.title();
                String other = FoldBundle.title(learner, member);
                text.append("| ").append(one).append(" | ").append(other);
                text.append(" | ").append(cell(bootstrap.rocAuc(one, other)));
                text.append(" | ").append(cell(bootstrap.averagePrecision(one, other)));
                text.append(" | ").append(cell(bootstrap.cardPrecision(one, other)));
                text.append(" |\n");
            }
        }
        return text.toString();
    }

    private static String cell(Difference difference) {
        return String.format(
                Locale.ROOT,
                "%+.5f [%+.5f, %+.5f]",
                difference.value(),
                difference.interval().low(),
                difference.interval().high());
    }
}
