/** Proves that the journal, run again, gives what was recorded, byte for byte. */
package dev.peregrine.replay.verify;
