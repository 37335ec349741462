package dev.peregrine.protocol.event;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.RejectCode;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The payment that a label, an outcome or a reversal carries along. */
final class OriginalTransaction {
    private final EventValidator validator = new EventValidator();
    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private int length;
    private int tenantId;

    void clear() {
        length = 0;
    }

    void set(DirectBuffer source, int offset, int newLength) {
        RejectCode code = validator.validateTransaction(source, offset, newLength);
        if (code != null) {
            throw new EventFieldException(
                    "original",
                    validator.value(),
                    "is not a well-formed transaction: "
                            + validator.field()
                            + ' '
                            + validator.detail());
        }
        tenantId = validator.tenantId();
        bytes.putBytes(0, source, offset, newLength);
        length = newLength;
    }

    void require() {
        if (length == 0) {
            throw new EventFieldException("original", "", "is missing");
        }
    }

    int tenantId() {
        return tenantId;
    }

    DirectBuffer bytes() {
        return bytes;
    }

    int length() {
        return length;
    }
}
