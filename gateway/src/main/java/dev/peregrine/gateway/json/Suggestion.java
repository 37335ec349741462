package dev.peregrine.gateway.json;

import java.util.Optional;

/** Finds the name that a misspelt one was meant to be. */
final class Suggestion {
    private static final int MAX_LENGTH = 40;

    private Suggestion() {}

    /**
     * The nearest of the known names, if it is near: at most a third of its letters differ,
     * counting inserted, left out and replaced letters. Of names equally near, the first in the
     * alphabet.
     */
    static Optional<String> nearest(String name, Iterable<String> known) {
        if (name.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String folded = fold(name);
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (String candidate : known) {
            int distance = distance(folded, fold(candidate));
            boolean near = distance <= Math.max(1, candidate.length() / 3);
            boolean better =
                    distance < bestDistance
                            || (distance == bestDistance && candidate.compareTo(best) < 0);
            if (near && better) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** The nearest name as the end of a sentence; empty when none is near. */
    static String hint(String name, Iterable<String> known) {
        return nearest(name, known).map(near -> "; did you mean " + near + "?").orElse("");
    }

    /** Camel case, dashes and capitals are no difference. */
    private static String fold(String name) {
        StringBuilder folded = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '_' && c != '-') {
                folded.append(Character.toLowerCase(c));
            }
        }
        return folded.toString();
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
