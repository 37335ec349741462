package dev.peregrine.gateway.http;

import dev.peregrine.gateway.json.Acknowledgement;
import dev.peregrine.gateway.json.Decision;
import dev.peregrine.gateway.json.DecisionJson;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.StandInDecision;
import io.vertx.core.buffer.Buffer;

/** One line of a batch and its answer, kept until those before it are sent. */
final class BatchLine extends EventAnswer {
    private static final int PROBLEM_CAPACITY = 512;

    private final EventSubmitter submitter;
    private final BatchExchange batch;
    private final int number;
    private boolean holdsRoom;
    private Buffer answer;

    BatchLine(EventSubmitter submitter, BatchExchange batch, int number) {
        super(submitter);
        this.submitter = submitter;
        this.batch = batch;
        this.number = number;
    }

    /** The line's answer; null before it is there. */
    Buffer answer() {
        return answer;
    }

    /** Marks that the line was let in at the gate. */
    void holdRoom() {
        holdsRoom = true;
    }

    boolean holdsRoom() {
        return holdsRoom;
    }

    @Override
    protected void onDecided(Decision decision) {
        if (answer == null) {
            answer = submitter.write(decision);
            batch.onAnswered(this);
        }
    }

    @Override
    protected void onAcknowledged(Acknowledgement ack) {
        if (answer == null) {
            answer = submitter.write(ack);
            batch.onAnswered(this);
        }
    }

    @Override
    protected void onStandIn(StandInDecision standIn, boolean replayed) {
        if (answer == null) {
            answer = submitter.write(standIn, replayed);
            batch.onAnswered(this);
        }
    }

    @Override
    protected boolean isAwaited() {
        return answer == null && !batch.isClosed();
    }

    @Override
    protected void onProblem(Problem problem) {
        if (answer == null) {
            submitter.metrics().onAnswer(problem.type().status());
            BufferOutputStream out = new BufferOutputStream(PROBLEM_CAPACITY);
            DecisionJson.writeProblem(problem.inLine(number), out);
            answer = out.buffer();
            batch.onAnswered(this);
        }
    }
}
