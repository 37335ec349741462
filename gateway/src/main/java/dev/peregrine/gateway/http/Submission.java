package dev.peregrine.gateway.http;

import dev.peregrine.gateway.json.EventKind;

/**
 * An event as it came, to be read and sent to the engine.
 *
 * @param kind what it is about
 * @param caller for which tenant
 * @param key header that supplies the event id or repeats it; null when absent
 * @param body stays as it is until the answer is there
 * @param offset where the event begins in it
 * @param length of the event in it
 * @param deadlineNs by {@link System#nanoTime()}
 * @param admitted whether the engine may be asked; else there is only a stand-in
 * @param mayWait whether it is submitted again when the engine has no room now
 */
@SuppressWarnings("ArrayRecordComponent")
public record Submission(
        EventKind kind,
        Caller caller,
        String key,
        byte[] body,
        int offset,
        int length,
        long deadlineNs,
        boolean admitted,
        boolean mayWait) {}
