package dev.peregrine.report.latency;

import java.io.IOException;

/** A file is no interval log; the message says which, and where that shows. */
public final class MalformedLogException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedLogException(String message) {
        super(message);
    }
}
