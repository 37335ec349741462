package dev.peregrine.ingest;

import dev.peregrine.protocol.codec.EpochStartDecoder;
import dev.peregrine.protocol.codec.PolicyActivationDecoder;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.codec.TickDecoder;
import dev.peregrine.protocol.event.EventValidator;
import dev.peregrine.scoring.pipeline.EventSink;
import org.agrona.DirectBuffer;

/**
 * Lets an event through to the pipeline, or refuses it at once: is the node taking events, is the
 * event well-formed, may this session send it, is there room? The ingress thread; allocates
 * nothing.
 */
final class Admission {
    private final EventValidator validator = new EventValidator();
    private final RejectionPublisher rejections = new RejectionPublisher();
    private final EventSink sink;
    private final IngestState state;
    private final IngestCounters counters;

    Admission(EventSink sink, IngestState state, IngestCounters counters) {
        this.sink = sink;
        this.state = state;
        this.counters = counters;
    }

    void onEvent(Session session, long correlationId, DirectBuffer buffer, int offset, int length) {
        if (state.isShuttingDown()) {
            reject(session, correlationId, RejectCode.SHUTTING_DOWN);
            return;
        }
        if (!state.isReady()) {
            reject(session, correlationId, RejectCode.NOT_READY);
            return;
        }
        RejectCode code = validator.validate(buffer, offset, length);
        if (code != null) {
            counters.onRefused(code);
            rejections.reject(session, correlationId, code, validator);
        } else if (isNodesOwn(validator.templateId())) {
            reject(
                    session,
                    correlationId,
                    RejectCode.UNSUPPORTED_VERSION,
                    "templateId",
                    validator.templateId());
        } else if (!session.maySpeakFor(validator.tenantId())) {
            reject(
                    session,
                    correlationId,
                    RejectCode.WRONG_TENANT,
                    "tenantId",
                    validator.tenantId());
        } else if (sink.offer(session.id(), correlationId, buffer, offset, length)) {
            counters.onAdmitted();
        } else {
            reject(session, correlationId, RejectCode.OVERLOADED);
        }
    }

    private static boolean isNodesOwn(int templateId) {
        return templateId == TickDecoder.TEMPLATE_ID
                || templateId == EpochStartDecoder.TEMPLATE_ID
                || templateId == PolicyActivationDecoder.TEMPLATE_ID;
    }

    private void reject(Session session, long correlationId, RejectCode code) {
        counters.onRefused(code);
        rejections.reject(session, correlationId, code);
    }

    private void reject(
            Session session, long correlationId, RejectCode code, String field, long value) {
        counters.onRefused(code);
        rejections.reject(session, correlationId, code, field, value);
    }
}
