package dev.peregrine.gateway.http;

/**
 * Who sent a message, and until when it has to be answered.
 *
 * @param caller for which tenant
 * @param startNs when its head came, by {@link System#nanoTime()}
 * @param deadlineNs by the same clock
 * @param admitted whether the engine may be asked; else there are only stand-ins
 */
record FormatTurn(Caller caller, long startNs, long deadlineNs, boolean admitted) {}
