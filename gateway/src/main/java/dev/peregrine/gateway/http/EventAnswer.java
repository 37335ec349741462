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
 * Takes one event's answer on its event loop: the engine's comes on whatever thread takes it, is
 * copied there and handed over.
 */
public abstract class EventAnswer implements EngineClient.Answer {
    private static final Problem TIMEOUT =
            Problem.of(
                    ProblemType.TIMEOUT,
                    "the engine did not answer in time; the event may have been counted, so ask"
                            + " again under the same event id");

    private final EventSubmitter submitter;

    /**
     * @param submitter of the event loop on which the answer is told
     */
    protected EventAnswer(EventSubmitter submitter) {
        this.submitter = submitter;
    }

    /** The engine decided. On the event loop. */
    protected abstract void onDecided(Decision decision);

    /** The event was applied. On the event loop. */
    protected abstract void onAcknowledged(Acknowledgement ack);

    /** The event was refused, or could not be asked. On the event loop. */
    protected abstract void onProblem(Problem problem);

    /**
     * A stand-in was given, and is on the disk. On the event loop.
     *
     * @param replayed whether it had been given before
     */
    protected abstract void onStandIn(StandInDecision standIn, boolean replayed);

    /** Whether somebody still waits for the answer. On the event loop. */
    protected abstract boolean isAwaited();

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
