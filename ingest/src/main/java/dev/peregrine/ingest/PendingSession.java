package dev.peregrine.ingest;

import dev.peregrine.protocol.codec.RejectCode;
import io.aeron.Publication;

/**
 * A session that was asked for and whose response publication is being set up.
 *
 * @param correlationId of the request
 * @param ingressSessionId Aeron session on which the request came
 * @param principal who asks; null when the session is to be refused
 * @param refusal why; null when it is to be opened
 * @param registrationId of the publication being added
 * @param deadlineNs when to give up
 */
record PendingSession(
        long correlationId,
        int ingressSessionId,
        Principal principal,
        RejectCode refusal,
        long registrationId,
        long deadlineNs,
        Holder holder) {

    /** The publication, once the driver has set it up. */
    static final class Holder {
        Publication publication;
    }
}
