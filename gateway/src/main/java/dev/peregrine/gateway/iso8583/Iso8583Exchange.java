package dev.peregrine.gateway.iso8583;

import dev.peregrine.gateway.http.EventAnswer;
import dev.peregrine.gateway.http.EventSubmitter;
import dev.peregrine.gateway.http.Submission;
import dev.peregrine.gateway.json.Acknowledgement;
import dev.peregrine.gateway.json.Decision;
import dev.peregrine.gateway.json.EventKind;
import dev.peregrine.gateway.json.FieldError;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import dev.peregrine.gateway.json.StandInDecision;
import dev.peregrine.gateway.mapping.MappedFields;
import dev.peregrine.gateway.mapping.Row;

/** A message and its answer. Answers once, whatever happens. Lives on its event loop. */
final class Iso8583Exchange extends EventAnswer {
    private static final String ORIGINAL = "original.";

    private final Iso8583Connection connection;
    private final Iso8583Loop loop;
    private final DecodedMessage message;
    private final MappedRequest request;
    private final boolean admitted;
    private final long startNs;
    private MappedFields fields;
    private boolean hasOriginal;
    private boolean answered;

    /**
     * @param admitted whether the engine may be asked; else there is only a stand-in
     */
    Iso8583Exchange(
            Iso8583Connection connection,
            DecodedMessage message,
            MappedRequest request,
            boolean admitted,
            long startNs) {
        super(connection.loop().submitter());
        this.connection = connection;
        this.loop = connection.loop();
        this.message = message;
        this.request = request;
        this.fields = request.fields();
        this.admitted = admitted;
        this.startNs = startNs;
    }

    /** Asks the engine. */
    void submit() {
        EventSubmitter submitter = loop.submitter();
        byte[] body = fields.toJson();
        long timeoutNs = submitter.defaultTimeoutNs(request.kind(), connection.caller());
        submitter.submit(
                new Submission(
                        request.kind(),
                        connection.caller(),
                        null,
                        body,
                        0,
                        body.length,
                        startNs + timeoutNs,
                        admitted,
                        false),
                this);
    }

    @Override
    protected void onDecided(Decision decision) {
        onDecided(DecisionFacts.of(decision));
    }

    @Override
    protected void onStandIn(StandInDecision standIn, boolean replayed) {
        onDecided(DecisionFacts.of(standIn));
    }

    private void onDecided(DecisionFacts decision) {
        String code = loop.codes().of(decision);
        answer(code, loop.responses().decision(message, code, decision));
    }

    @Override
    protected void onAcknowledged(Acknowledgement ack) {
        boolean reversal = request.kind() == EventKind.REVERSAL;
        String code = reversal ? loop.codes().reversalTaken() : loop.codes().adviceTaken();
        answer(code, loop.responses().plain(message, code));
    }

    @Override
    protected void onProblem(Problem problem) {
        if (problem.type() == ProblemType.ORIGINAL_UNKNOWN && !hasOriginal) {
            hasOriginal = true;
            MappedFields whole = request.withOriginal().get();
            if (whole != null) {
                fields = whole;
                submit();
                return;
            }
        }
        boolean unknownTarget =
                request.kind() == EventKind.REVERSAL
                        && problem.type() == ProblemType.NOT_PROCESSABLE;
        String code =
                loop.codes().of(unknownTarget ? ProblemType.ORIGINAL_UNKNOWN : problem.type());
        FieldFault fault = fault(problem);
        if (fault == null) {
            answer(code, loop.responses().plain(message, code));
        } else {
            loop.onFault(fault);
            answer(code, loop.responses().fault(message, code, fault));
        }
    }

    /** The field at fault in the terms of the message; null when the message is not at fault. */
    private FieldFault fault(Problem problem) {
        if (problem.type() == ProblemType.EVENT_TIME_REFUSED) {
            return FieldFault.of(
                    loop.context().version() == Iso8583Version.V1987 ? 7 : 12,
                    "is too far from now");
        }
        if (problem.errors().isEmpty()) {
            return null;
        }
        FieldError first = problem.errors().get(0);
        String target = first.field();
        Row row =
                fields.row(
                        target.startsWith(ORIGINAL) ? target.substring(ORIGINAL.length()) : target);
        return row == null ? null : new FieldFault(row.field(), first.detail());
    }

    @Override
    protected boolean isAwaited() {
        return !answered && connection.isOpen();
    }

    private void answer(String code, byte[] response) {
        if (answered) {
            return;
        }
        answered = true;
        if (admitted) {
            loop.gate().leave();
        } else {
            loop.gate().leaveStandIn();
        }
        connection.answered(message, code, response, startNs);
    }
}
