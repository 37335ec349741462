package dev.peregrine.replay.verify;

import java.util.List;

/**
 * What a verification found.
 *
 * @param events events on the journal
 * @param decisions decision records that are equal
 * @param refusals refusal records that are equal
 * @param stateHashes state hash records that are equal
 * @param missingAtEnd records that the last run had not written; recovery makes them again
 * @param differenceCount records that differ, lack or are too many
 * @param differences the first of them
 * @param lastSequence sequence of the last event, 0 when there is none
 * @param finalHash hash of the state after the last event: windows, learner, ids, 32 hexadecimal
 *     digits each
 */
public record VerificationReport(
        long events,
        long decisions,
        long refusals,
        long stateHashes,
        long missingAtEnd,
        long differenceCount,
        List<Difference> differences,
        long lastSequence,
        String finalHash) {

    /** Greatest number of differences that are listed. */
    public static final int MAX_LISTED = 100;

    public VerificationReport {
        differences = List.copyOf(differences);
    }

    /** Whether everything recorded is equal to what was recomputed. */
    public boolean proven() {
        return differenceCount == 0;
    }
}
