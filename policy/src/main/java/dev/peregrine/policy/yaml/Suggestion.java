package dev.peregrine.policy.yaml;

import java.util.Collection;
import java.util.Locale;

/** Finds what a misspelt name was meant to be. */
public final class Suggestion {
    private Suggestion() {}

    /**
     * The tail of a message: {@code "; did you mean 'count'?"}, or nothing when no name is near.
     *
     * @param name what was written
     * @param candidates what could have been meant; of equally near ones, the first is taken
     */
    public static String of(String name, Collection<String> candidates) {
        String written = name.toLowerCase(Locale.ROOT);
        int limit = Math.max(1, Math.min(written.length(), 64) / 3);
        String best = null;
        int bestDistance = limit + 1;
        for (String candidate : candidates) {
            if (Math.abs(candidate.length() - written.length()) > limit) {
                continue;
            }
            int distance = distance(written, candidate.toLowerCase(Locale.ROOT));
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best == null ? "" : "; did you mean '" + best + "'?";
    }

    /** Edits between two words: insert, delete, replace, swap neighbours. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : cheapest(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int cheapest(int[][] d, String a, String b, int i, int j) {
        int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replace, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
