package dev.peregrine.gateway.http;

import dev.peregrine.gateway.EngineClient;
import dev.peregrine.gateway.json.Acknowledgement;
import dev.peregrine.gateway.json.Decision;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import dev.peregrine.gateway.json.StandInDecision;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.EventAckDecoder;
import dev.peregrine.protocol.codec.RejectCode;

/**
 * Takes one event's answer on its event loop: the engine's comes on the client's thread, is copied
 * there and handed over.
 */
abstract class EventAnswer implements EngineClient.Answer {
    private static final Problem TIMEOUT =
            Problem.of(
                    ProblemType.TIMEOUT,
                    "the engine did not answer in time; the event may have been counted, so ask"
                            + " again under the same event id");

    private final EventSubmitter submitter;

    EventAnswer(EventSubmitter submitter) {
        this.submitter = submitter;
    }

    /** On the event loop. */
    abstract void onDecided(Decision decision);

    /** On the event loop. */
    abstract void onAcknowledged(Acknowledgement ack);

    /** On the event loop. */
    abstract void onProblem(Problem problem);

    /**
     * On the event loop.
     *
     * @param replayed whether it had been given before
     */
    abstract void onStandIn(StandInDecision standIn, boolean replayed);

    /** Whether somebody still waits for the answer. On the event loop. */
    abstract boolean isAwaited();

    @Override
    public final void onDecision(DecisionReplyDecoder envelope, DecisionBodyDecoder body) {
        Decision decision = Decision.copyOf(envelope, body);
        submitter.handOver(() -> onDecided(decision));
    }

    @Override
    public final void onAck(EventAckDecoder decoder) {
        Acknowledgement ack = Acknowledgement.copyOf(decoder);
        submitter.handOver(() -> onAcknowledged(ack));
    }

    @Override
    public final void onRejected(RejectCode code, String field, String value, String detail) {
        submitter.metrics().onRejection(code);
        Problem problem = Rejections.problem(code, field, value, detail);
        submitter.handOver(() -> onProblem(problem));
    }

    @Override
    public final void onTimeout() {
        submitter.handOver(() -> onProblem(TIMEOUT));
    }
}
