package dev.peregrine.ingest;

import dev.peregrine.protocol.codec.EventRejectedEncoder;
import dev.peregrine.protocol.codec.MessageHeaderEncoder;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.event.EventValidator;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes EventRejected. One thread each; allocates nothing. */
final class RejectionPublisher {
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final EventRejectedEncoder encoder = new EventRejectedEncoder();
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[1024]);
    private final UnsafeBuffer text = new UnsafeBuffer(new byte[512]);

    /** Refuses an event for what it is, naming no field. */
    boolean reject(Session session, long correlationId, RejectCode code) {
        begin(session, correlationId, code).putField(text, 0, 0).putValue(text, 0, 0);
        return send(session, RejectDetails.of(code));
    }

    /** Refuses an event for a field with a number. */
    boolean reject(Session session, long correlationId, RejectCode code, String field, long value) {
        begin(session, correlationId, code);
        encoder.putField(text, 0, text.putStringWithoutLengthAscii(0, field));
        encoder.putValue(text, 0, text.putLongAscii(0, value));
        return send(session, RejectDetails.of(code));
    }

    /** Refuses an event for what the validator found. */
    boolean reject(Session session, long correlationId, RejectCode code, EventValidator validator) {
        begin(session, correlationId, code);
        encoder.putField(text, 0, text.putStringWithoutLengthAscii(0, validator.field()));
        encoder.putValue(text, 0, validator.copyValue(text, 0));
        return send(session, validator.detail());
    }

    private EventRejectedEncoder begin(Session session, long correlationId, RejectCode code) {
        return encoder.wrapAndApplyHeader(message, 0, header)
                .sessionId(session.id())
                .correlationId(correlationId)
                .code(code);
    }

    private boolean send(Session session, String detail) {
        encoder.putDetail(text, 0, text.putStringWithoutLengthAscii(0, detail));
        return session.offer(
                message, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
    }
}
