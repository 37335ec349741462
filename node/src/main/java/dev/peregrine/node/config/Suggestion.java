package dev.peregrine.node.config;

import java.util.Collection;

/** What a mistyped word may have meant. */
final class Suggestion {
    private Suggestion() {}

    /**
     * The nearest candidate by edit distance of its last part, or null where none is near; of
     * several the one that is nearest as a whole.
     */
    static String nearest(String word, Collection<String> candidates) {
        String nearest = null;
        int least = Math.max(2, word.length() / 3) + 1;
        int leastWhole = 0;
        for (String candidate : candidates) {
            int whole = distance(word, candidate);
            int distance = Math.min(whole, distance(last(word), last(candidate)) + 1);
            if (distance < least || (nearest != null && distance == least && whole < leastWhole)) {
                least = distance;
                leastWhole = whole;
                nearest = candidate;
            }
        }
        return nearest;
    }

    private static String last(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
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
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
