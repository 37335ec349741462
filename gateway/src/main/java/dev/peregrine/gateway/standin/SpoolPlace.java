package dev.peregrine.gateway.standin;

/**
 * Where a record's payload lies.
 *
 * @param segment the file
 * @param offset of the payload in it
 * @param length of the payload
 */
record SpoolPlace(SpoolSegment segment, long offset, int length) {}
