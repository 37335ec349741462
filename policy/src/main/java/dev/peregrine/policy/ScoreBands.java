package dev.peregrine.policy;

/**
 * Action by score: below {@code challenge} approve, from it on challenge, from {@code review} on
 * review, from {@code decline} on decline. 0 .. 1000, ascending; 1000 is never reached.
 *
 * @param base score of a transaction for which no rule fires; not used where there is a champion
 */
public record ScoreBands(int base, int challenge, int review, int decline) {
    /** Greatest score. */
    public static final int MAX_SCORE = 999;
}
