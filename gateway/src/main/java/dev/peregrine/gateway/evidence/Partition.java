package dev.peregrine.gateway.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rocksdb.ColumnFamilyHandle;

/**
 * A span of ingress time, as a column family: what expires goes with its files, at once and wholly.
 * Ends where the next one begins.
 *
 * @param firstSequence event with which it begins
 * @param firstNs ingress time of that event, epoch nanoseconds
 */
record Partition(long firstSequence, long firstNs, ColumnFamilyHandle handle) {
    private static final Pattern NAME = Pattern.compile("events-(\\d{1,19})-(\\d{1,19})");

    static byte[] name(long firstSequence, long firstNs) {
        return String.format(Locale.ROOT, "events-%d-%d", firstSequence, firstNs)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The partition of a column family. */
    static Partition of(byte[] name, ColumnFamilyHandle handle) {
        String text = new String(name, StandardCharsets.US_ASCII);
        Matcher matcher = NAME.matcher(text);
        if (!matcher.matches()) {
            throw new EvidenceException("evidence: unknown column family '" + text + "'");
        }
        return new Partition(
                Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), handle);
    }

    /** Key of the number of its decisions. */
    byte[] countKey() {
        return ("decisions-" + firstSequence).getBytes(StandardCharsets.US_ASCII);
    }
}
