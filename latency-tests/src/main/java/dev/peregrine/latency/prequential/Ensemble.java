package dev.peregrine.latency.prequential;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A model of models: a weighted sum of their margins.
 *
 * @param id of the model in the bundle
 * @param title what it is called in tables
 * @param members ids of the models that it reads, the learner first
 * @param kind how they are weighted
 */
record Ensemble(String id, String title, List<String> members, Kind kind) {
    /** How margins are weighted. */
    enum Kind {
        /** All the same. */
        MEAN,
        /** By a logistic regression over earlier margins whose labels are known. */
        STACKED,
        /**
         * The learner a third, the others two thirds. They say no less than the logarithm of the
         * odds of fraud with which the learner starts: they speak where they see more risk than
         * that, and leave the order of the rest to the learner.
         */
        FLOORED,
        /**
         * By a model that learns online from the same labels as the learner, as they come; the
         * others than the learner say no less than for {@link #FLOORED}.
         */
        ONLINE;

        private final String externalName = name().toLowerCase(Locale.ROOT);
    }

    Ensemble {
        members = List.copyOf(members);
    }

    /** What a member counts, where that is fixed, or at the start. */
    double weight(String member) {
        if (kind != Kind.FLOORED) {
            return 1.0 / members.size();
        }
        return member.equals(members.get(0)) ? 1.0 / 3 : 2.0 / 3 / (members.size() - 1);
    }

    /** All that are measured, of a learner and the models of a fold. */
    static List<Ensemble> all(String learner) {
        List<Ensemble> all = new ArrayList<>();
        String regression = FoldBundle.REGRESSION;
        String lightGbm = FoldBundle.LIGHTGBM;
        for (Kind kind : Kind.values()) {
            all.add(of(kind, "regression", "learner + regression", learner, regression));
            all.add(of(kind, "lightgbm", "learner + LightGBM", learner, lightGbm));
            all.add(of(kind, "both", "all three", learner, regression, lightGbm));
        }
        return all;
    }

    private static Ensemble of(Kind kind, String with, String title, String... members) {
        return new Ensemble(
                "prequential_" + kind.externalName + "_" + with,
                title + ", " + kind.externalName,
                List.of(members),
                kind);
    }
}
