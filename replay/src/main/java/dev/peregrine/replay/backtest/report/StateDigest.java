package dev.peregrine.replay.backtest.report;

/**
 * The hash of the engine's state, section by section, as 32 hexadecimal digits each.
 *
 * @param windows entities and their events
 * @param learner weights of online learners
 * @param ids identities of events
 */
public record StateDigest(String windows, String learner, String ids) {
    /**
     * The digest of an engine's answer.
     *
     * @param hash windows, learner, ids; upper then lower 64 bits each
     */
    public static StateDigest of(long[] hash) {
        return new StateDigest(hex(hash, 0), hex(hash, 2), hex(hash, 4));
    }

    private static String hex(long[] hash, int at) {
        return String.format("%016x%016x", hash[at], hash[at + 1]);
    }
}
