package dev.peregrine.replay.recovery;

/**
 * What a recovery found and did. Sequence, epoch and ingress time are 0 when the journal is empty.
 *
 * @param snapshotSequence last event in the snapshot with which it began; 0 without one
 * @param events events replayed
 * @param journalBytes end position of the journal
 * @param lastSequence sequence of the last event
 * @param lastEpoch epoch of the last event; the next run takes a greater one
 * @param lastIngressTimeNs ingress time of the last event, epoch nanoseconds
 * @param recordsFound decision records (and refusals, state hashes) that were there
 * @param recordsRewritten records that were missing at the end and were made again
 */
public record RecoveryReport(
        long snapshotSequence,
        long events,
        long journalBytes,
        long lastSequence,
        long lastEpoch,
        long lastIngressTimeNs,
        long recordsFound,
        long recordsRewritten) {}
