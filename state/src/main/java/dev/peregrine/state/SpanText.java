package dev.peregrine.state;

/** Spans of time for people, as policies write them: {@code 90d}, {@code 1h30m}, {@code 250ms}. */
public final class SpanText {
    private static final String[] UNITS = {"d", "h", "m", "s", "ms", "us", "ns"};
    private static final long[] LENGTHS_NS = {
        86_400_000_000_000L,
        3_600_000_000_000L,
        60_000_000_000L,
        1_000_000_000L,
        1_000_000L,
        1_000L,
        1L
    };

    private SpanText() {}

    /**
     * Exact, greatest units first.
     *
     * @param ns nanoseconds, not negative
     */
    public static String of(long ns) {
        StringBuilder text = new StringBuilder();
        long rest = ns;
        for (int i = 0; i < UNITS.length; i++) {
            long count = rest / LENGTHS_NS[i];
            if (count > 0) {
                text.append(count).append(UNITS[i]);
                rest -= count * LENGTHS_NS[i];
            }
        }
        return text.length() == 0 ? "0s" : text.toString();
    }
}
