/**
 * The evidence store: what was decided, on what grounds, and what became known later, for as long
 * as its retention. Fed from journal and decision records off the hot path; it can be deleted and
 * made again from them.
 */
package dev.peregrine.gateway.evidence;
