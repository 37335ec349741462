package dev.peregrine.gateway.format;

import dev.peregrine.gateway.json.Acknowledgement;
import dev.peregrine.gateway.json.Decision;
import dev.peregrine.gateway.json.FieldError;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import dev.peregrine.gateway.json.StandInDecision;
import dev.peregrine.gateway.mapping.MappedFields;
import dev.peregrine.gateway.mapping.MappingFault;
import dev.peregrine.gateway.mapping.Row;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import java.util.List;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What became of a request.
 *
 * @param action decided; empty when nothing was
 * @param score from 0 to 999; -1 for a stand-in, and when nothing was decided
 * @param id of the decision or the acknowledgement; empty for a stand-in
 * @param status of an acknowledgement; empty for all else
 * @param problem why it was refused; null when it was not
 * @param row of the field at fault; null when none is, or no row made it
 * @param place of the field at fault in the message; empty when none is
 */
public record FormatResult(
        String action,
        int score,
        String id,
        String status,
        Problem problem,
        Row row,
        String place) {
    /** The engine decided. */
    public static FormatResult of(Decision decision) {
        DecisionBodyDecoder body = new DecisionBodyDecoder();
        body.wrapAndApplyHeader(new UnsafeBuffer(decision.body()), 0, new MessageHeaderDecoder());
        return new FormatResult(
                name(body.action()),
                body.score(),
                body.epoch() + "-" + body.sequence(),
                "",
                null,
                null,
                "");
    }

    /** The gateway stood in. */
    public static FormatResult of(StandInDecision standIn) {
        return new FormatResult(name(standIn.action()), -1, "", "", null, null, "");
    }

    /** The engine took notice. */
    public static FormatResult of(Acknowledgement ack) {
        return new FormatResult(
                "",
                -1,
                ack.epoch() + "-" + ack.sequence(),
                ack.status().name().toLowerCase(Locale.ROOT),
                null,
                null,
                "");
    }

    /**
     * The request was refused.
     *
     * @param fields of the request, which say which of the message's fields is at fault
     */
    public static FormatResult of(Problem problem, MappedFields fields) {
        String field = problem.errors().isEmpty() ? "" : problem.errors().get(0).field();
        return new FormatResult(
                "", -1, "", "", inTermsOf(fields, problem), fields.row(field), fields.place(field));
    }

    /** The request was not made. */
    public static FormatResult of(MappedFields unfit) {
        List<MappingFault> faults = unfit.faults();
        List<FieldError> errors =
                faults.stream().map(f -> new FieldError(f.place(), "", f.detail())).toList();
        return new FormatResult(
                "",
                -1,
                "",
                "",
                Problem.ofFields(ProblemType.INVALID_FIELD, errors),
                faults.get(0).row(),
                faults.get(0).place());
    }

    /** Whether there is a decision, an acknowledgement or a stand-in. */
    public boolean isGiven() {
        return problem == null;
    }

    /** Whether the same message may fare better a little later. */
    public boolean isPassing() {
        return problem != null && problem.type().status() >= 429;
    }

    /** Whether a mandatory field is missing, rather than wrong. */
    boolean isMissing() {
        return problem != null
                && !problem.errors().isEmpty()
                && problem.errors().get(0).detail().startsWith("is missing");
    }

    /** The same problem, with fields of the message in place of the request's. */
    private static Problem inTermsOf(MappedFields fields, Problem problem) {
        if (problem.errors().isEmpty()) {
            return problem;
        }
        return Problem.ofFields(
                problem.type(),
                problem.errors().stream()
                        .map(e -> new FieldError(fields.place(e.field()), "", e.detail()))
                        .toList());
    }

    private static String name(Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }
}
