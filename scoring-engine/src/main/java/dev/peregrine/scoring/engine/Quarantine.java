package dev.peregrine.scoring.engine;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Events that an operator has set aside, because the engine halts on them. Each is refused with
 * QUARANTINED before any effect, and so is whatever comes later under its event id, as a retry
 * does. Whoever runs the same journal needs the same quarantine.
 *
 * <p>Immutable. Looking up does not allocate.
 */
public final class Quarantine {
    /** Nothing. */
    public static final Quarantine NONE = new Quarantine(List.of());

    private static final Pattern FORM = Pattern.compile("(\\d{1,18}) ([0-9a-f]{16})([0-9a-f]{16})");

    private final long[] sequences;
    private final long[] idsHigh;
    private final long[] idsLow;

    /**
     * One event.
     *
     * @param sequence at which it halted the engine
     * @param idHigh upper half of the hash of its tenant and event id
     * @param idLow lower half
     */
    public record Entry(long sequence, long idHigh, long idLow) {
        /** Reads {@link #toString}'s form; empty when it is not. */
        public static Optional<Entry> parse(String text) {
            Matcher matcher = FORM.matcher(text);
            return matcher.matches()
                    ? Optional.of(
                            new Entry(
                                    Long.parseLong(matcher.group(1)),
                                    HexFormat.fromHexDigitsToLong(matcher.group(2)),
                                    HexFormat.fromHexDigitsToLong(matcher.group(3))))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            HexFormat hex = HexFormat.of();
            return sequence + " " + hex.toHexDigits(idHigh) + hex.toHexDigits(idLow);
        }
    }

    public Quarantine(List<Entry> entries) {
        sequences = entries.stream().mapToLong(Entry::sequence).toArray();
        idsHigh = entries.stream().mapToLong(Entry::idHigh).toArray();
        idsLow = entries.stream().mapToLong(Entry::idLow).toArray();
    }

    boolean holds(long sequence, long idHigh, long idLow) {
        for (int i = 0; i < sequences.length; i++) {
            if (sequence >= sequences[i] && idHigh == idsHigh[i] && idLow == idsLow[i]) {
                return true;
            }
        }
        return false;
    }
}
