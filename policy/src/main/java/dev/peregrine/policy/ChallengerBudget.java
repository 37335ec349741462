package dev.peregrine.policy;

/**
 * What challengers may add to what is kept of payments.
 *
 * @param features greatest number of features that the deciding policy does not compute
 * @param entities greatest number of entity types for them
 */
public record ChallengerBudget(int features, int entities) {
    /** Where the bundle says nothing. */
    public static final ChallengerBudget DEFAULT = new ChallengerBudget(32, 4);
}
