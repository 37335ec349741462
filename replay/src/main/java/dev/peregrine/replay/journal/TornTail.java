package dev.peregrine.replay.journal;

/**
 * What the death of the last owner left unfinished at the end of a log, and was cut off. None of it
 * was durable, so none of it was acknowledged; unless the machine went down with a node that does
 * not force what it writes.
 *
 * @param position end of the log since
 * @param lostBytes bytes cut off
 * @param reason what was wrong with the first record cut off
 */
public record TornTail(long position, long lostBytes, String reason) {}
