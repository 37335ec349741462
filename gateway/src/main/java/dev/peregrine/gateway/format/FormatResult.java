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
 */
public record FormatResult(
        String action, int score, String id, String status, Problem problem, Row row) {
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
                null);
    }

    /** The gateway stood in. */
    public static FormatResult of(StandInDecision standIn) {
        return new FormatResult(name(standIn.action()), -1, "", "", null, null);
    }

    /** The engine took notice. */
    public static FormatResult of(Acknowledgement ack) {
        return new FormatResult(
                "",
                -1,
                ack.epoch() + "-" + ack.sequence(),
                ack.status().name().toLowerCase(Locale.ROOT),
                null,
                null);
    }

    /**
     * The request was refused.
     *
     * @param fields of the request, which say which of the message's fields is at fault
     */
    public static FormatResult of(Problem problem, MappedFields fields) {
        Row row = problem.errors().isEmpty() ? null : fields.row(problem.errors().get(0).field());
        return new FormatResult("", -1, "", "", problem, row);
    }

    /** The request was not made. */
    public static FormatResult of(MappedFields unfit) {
        List<MappingFault> faults = unfit.faults();
        List<FieldError> errors =
                faults.stream().map(f -> new FieldError(place(f.row()), "", f.detail())).toList();
        return new FormatResult(
                "",
                -1,
                "",
                "",
                Problem.ofFields(ProblemType.INVALID_FIELD, errors),
                faults.get(0).row());
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

    /** Where the field at fault is in the message; empty when none is. */
    String place() {
        if (row != null) {
            return place(row);
        }
        return problem == null || problem.errors().isEmpty() ? "" : problem.errors().get(0).field();
    }

    private static String place(Row row) {
        return row.sources().isEmpty() ? row.field() : row.sources().get(0);
    }

    private static String name(Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }
}
