package dev.peregrine.replay.backtest.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Score thresholds to try: every combination of the values given for {@code challenge}, {@code
 * review} and {@code decline} that ascends.
 *
 * @param challenge scores to try; empty for the policy's own
 * @param review scores to try; empty for the policy's own
 * @param decline scores to try; empty for the policy's own
 */
public record SweepGrid(List<Integer> challenge, List<Integer> review, List<Integer> decline) {
    /** Greatest number of combinations. */
    public static final int MAX_COMBINATIONS = 5_000;

    private static final int MAX_THRESHOLD = 1000;
    private static final Pattern FORM =
            Pattern.compile("(challenge|review|decline)=(\\d{1,4})(?::(\\d{1,4}):(\\d{1,4}))?");

    public SweepGrid {
        challenge = List.copyOf(challenge);
        review = List.copyOf(review);
        decline = List.copyOf(decline);
    }

    /**
     * Reads a grid such as {@code decline=500:900:50} (from, to, step) and {@code review=400}.
     *
     * @throws IllegalArgumentException when one is none; the message is for the user
     */
    public static SweepGrid parse(List<String> texts) {
        List<Integer> challenge = new ArrayList<>();
        List<Integer> review = new ArrayList<>();
        List<Integer> decline = new ArrayList<>();
        for (String text : texts) {
            Matcher matcher = FORM.matcher(text.strip());
            if (!matcher.matches()) {
                throw problem(text);
            }
            int from = Integer.parseInt(matcher.group(2));
            int to = matcher.group(3) == null ? from : Integer.parseInt(matcher.group(3));
            int step = matcher.group(4) == null ? 1 : Integer.parseInt(matcher.group(4));
            if (from > to || to > MAX_THRESHOLD || step == 0) {
                throw problem(text);
            }
            List<Integer> values =
                    switch (matcher.group(1)) {
                        case "challenge" -> challenge;
                        case "review" -> review;
                        default -> decline;
                    };
            for (int score = from; score <= to; score += step) {
                values.add(score);
            }
        }
        long combinations =
                Math.max(challenge.size(), 1L)
                        * Math.max(review.size(), 1L)
                        * Math.max(decline.size(), 1L);
        if (combinations > MAX_COMBINATIONS) {
            throw new IllegalArgumentException(
                    combinations + " combinations are more than " + MAX_COMBINATIONS);
        }
        return new SweepGrid(challenge, review, decline);
    }

    private static IllegalArgumentException problem(String text) {
        return new IllegalArgumentException(
                "'"
                        + text
                        + "' is no range of thresholds: expected one such as"
                        + " decline=500:900:50, within 0 .. "
                        + MAX_THRESHOLD);
    }
}
