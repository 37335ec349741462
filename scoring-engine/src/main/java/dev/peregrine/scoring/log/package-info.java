/**
 * Port to the journal and to the stream of decision records. The implementations live in {@code
 * replay}.
 */
package dev.peregrine.scoring.log;
