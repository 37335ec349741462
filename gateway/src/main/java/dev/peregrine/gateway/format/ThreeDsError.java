package dev.peregrine.gateway.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.peregrine.gateway.json.ProblemType;
import dev.peregrine.gateway.mapping.FormatTable;
import dev.peregrine.gateway.mapping.MappingFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes error messages (Erro) of EMV 3-D Secure.
 *
 * @param version of the request, if it is one that is taken; else the newest
 * @param transaction its threeDSServerTransID, if it has a valid one; else empty
 */
record ThreeDsError(String version, String transaction) {
    /** To what nothing is known of. */
    static final ThreeDsError UNKNOWN = new ThreeDsError("2.2.0", "");

    private static final JsonFactory FACTORY = new JsonFactory();

    /** Codes of errors. */
    enum Code {
        MESSAGE("101", 400, "Message received invalid"),
        VERSION("102", 400, "Message version number not supported"),
        MISSING("201", 400, "Required data element missing"),
        EXTENSION("202", 400, "Critical message extension not recognised"),
        FORMAT("203", 400, "Format of one or more data elements is invalid"),
        DATA("305", 422, "Transaction data not valid"),
        TRANSIENT("403", 503, "Transient system failure"),
        PERMANENT("404", 500, "Permanent system failure");

        private final String number;
        private final int status;
        private final String description;

        Code(String number, int status, String description) {
            this.number = number;
            this.status = status;
            this.description = description;
        }
    }

    static ThreeDsError of(JsonFields request, FormatTable table) {
        String version = request.text("messageVersion");
        String transaction = request.text("threeDSServerTransID");
        return new ThreeDsError(
                table.code("versions").meaning(version) == null ? UNKNOWN.version : version,
                ThreeDsAnswer.TRANSACTION_ID.matcher(transaction).matches() ? transaction : "");
    }

    FormatException exception(Code code, String elements, String detail) {
        return FormatException.of(
                write(code, code.status, elements, detail),
                elements.isEmpty() ? detail : elements + ": " + detail);
    }

    /** Elements that could not be taken; what is missing is told first. */
    FormatException exception(List<MappingFault> faults) {
        boolean missing = faults.stream().anyMatch(MappingFault::isMissing);
        List<MappingFault> told =
                faults.stream().filter(fault -> fault.isMissing() == missing).toList();
        String elements =
                told.stream()
                        .map(fault -> element(fault.place()))
                        .distinct()
                        .collect(Collectors.joining(","));
        return exception(
                missing ? Code.MISSING : Code.FORMAT,
                elements,
                told.stream()
                        .map(MappingFault::detail)
                        .distinct()
                        .collect(Collectors.joining("; ")));
    }

    /** What to answer to a request that was refused. */
    FormatAnswer answer(FormatResult refused) {
        ProblemType type = refused.problem().type();
        Code code;
        if (refused.isPassing()) {
            code = Code.TRANSIENT;
        } else if (type == ProblemType.INVALID_FIELD) {
            code = refused.isMissing() ? Code.MISSING : Code.FORMAT;
        } else {
            code = type.status() == 422 ? Code.DATA : Code.PERMANENT;
        }
        String detail =
                refused.problem().errors().isEmpty()
                        ? refused.problem().detail()
                        : refused.problem().errors().get(0).detail();
        return write(code, type.status(), element(refused.place()), detail);
    }

    private static String element(String place) {
        return place.replace('/', '.');
    }

    private FormatAnswer write(Code code, int status, String elements, String detail) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("messageType", "Erro");
            json.writeStringField("messageVersion", version);
            if (!transaction.isEmpty()) {
                json.writeStringField("threeDSServerTransID", transaction);
            }
            json.writeStringField("errorCode", code.number);
            json.writeStringField("errorComponent", "A");
            json.writeStringField("errorDescription", code.description + ": " + detail);
            json.writeStringField("errorDetail", elements);
            json.writeStringField("errorMessageType", "AReq");
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return FormatAnswer.json(status, out.toByteArray());
    }
}
