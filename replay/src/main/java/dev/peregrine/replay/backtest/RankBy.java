package dev.peregrine.replay.backtest;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.model.ModelSpec;
import dev.peregrine.policy.yaml.Suggestion;
import dev.peregrine.scoring.model.ModelPlaces;
import java.util.ArrayList;
import java.util.List;

/**
 * By what transactions are ranked for the measures that need an order: the score (0 .. 999), or an
 * output of a model, which tells more apart.
 */
final class RankBy {
    private static final int SCORE_PLACE = -1;

    private final int place;

    private RankBy(int place) {
        this.place = place;
    }

    /**
     * What a text means for a policy.
     *
     * @param text {@code score}, or an output such as {@code model.payment.margin}
     * @throws BacktestException when the policy has no such output
     */
    static RankBy of(String text, PolicyBundle bundle) throws BacktestException {
        if (text.equals("score")) {
            return new RankBy(SCORE_PLACE);
        }
        ModelPlaces places = new ModelPlaces(bundle);
        List<String> known = new ArrayList<>();
        known.add("score");
        for (ModelSpec model : bundle.models()) {
            for (String output : model.model().outputs()) {
                String name = "model." + model.id() + "." + output;
                if (name.equals(text)) {
                    return new RankBy(places.of(model.id(), output));
                }
                known.add(name);
            }
        }
        throw new BacktestException(
                "policy "
                        + bundle.name()
                        + " has nothing to rank by named '"
                        + text
                        + "'"
                        + Suggestion.of(text, known)
                        + "; known: "
                        + String.join(", ", known));
    }

    boolean isScore() {
        return place == SCORE_PLACE;
    }

    double rank(int score, double[] features) {
        return place == SCORE_PLACE ? score : features[place];
    }
}
