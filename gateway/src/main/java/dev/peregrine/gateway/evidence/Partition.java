package dev.peregrine.gateway.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rocksdb.ColumnFamilyHandle;

/**
 * A span of ingress time, as two column families: what expires goes with their files, at once and
 * wholly. Ends where the next one begins.
 *
 * <p>Events, the bulk of it, are apart because they come in the order of their keys: no file of
 * theirs overlaps another, so compaction writes them once more and then only moves the files. Notes
 * and indexes lie all over their keys and are merged time and again.
 *
 * @param firstSequence event with which it begins
 * @param firstNs ingress time of that event, epoch nanoseconds
 * @param events payments as they were decided
 * @param indexes notes, and what decisions are listed by
 */
record Partition(
        long firstSequence, long firstNs, ColumnFamilyHandle events, ColumnFamilyHandle indexes) {
    private static final String EVENTS = "events";
    private static final String INDEXES = "indexes";
    private static final Pattern NAME =
            Pattern.compile("(" + EVENTS + "|" + INDEXES + ")-(\\d{1,19})-(\\d{1,19})");

    /** Of a column family. */
    record Name(String kind, long firstSequence, long firstNs) {
        static Name parse(byte[] name) {
            String text = new String(name, StandardCharsets.US_ASCII);
            Matcher matcher = NAME.matcher(text);
            if (!matcher.matches()) {
                throw new EvidenceException("evidence: unknown column family '" + text + "'");
            }
            return new Name(
                    matcher.group(1),
                    Long.parseLong(matcher.group(2)),
                    Long.parseLong(matcher.group(3)));
        }

        static Name events(long firstSequence, long firstNs) {
            return new Name(EVENTS, firstSequence, firstNs);
        }

        boolean isOfEvents() {
            return kind.equals(EVENTS);
        }

        /** The other column family of the partition. */
        Name other() {
            return new Name(isOfEvents() ? INDEXES : EVENTS, firstSequence, firstNs);
        }

        byte[] bytes() {
            return String.format(Locale.ROOT, "%s-%d-%d", kind, firstSequence, firstNs)
                    .getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** Key of the number of its decisions. */
    byte[] countKey() {
        return ("decisions-" + firstSequence).getBytes(StandardCharsets.US_ASCII);
    }

    void close() {
        events.close();
        indexes.close();
    }
}
