/**
 * The {@link dev.peregrine.scoring.log.Log} on Aeron Archive, the envelope of its records, and the
 * embedded driver and archive under it.
 */
package dev.peregrine.replay.journal;
