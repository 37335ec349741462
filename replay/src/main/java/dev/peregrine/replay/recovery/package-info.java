/** Brings an engine and the decision records to the end of the journal. */
package dev.peregrine.replay.recovery;
