package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.peregrine.protocol.ProtocolLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.agrona.MutableDirectBuffer;

/**
 * Maps between the HTTP API's JSON and the wire: a request into an event, a decision or an
 * acknowledgement into the answer, a problem into RFC 9457's form. Not thread-safe: one for each
 * event loop. Does not block.
 */
public final class DecisionJson {
    /** Greatest depth of a request; what is less deep but has no place is refused by its name. */
    public static final int MAX_DEPTH = 8;

    /** Greatest length of a text in a request, in characters. */
    public static final int MAX_TEXT_LENGTH = 4096;

    private static final int MAX_NAME_LENGTH = 256;
    private static final int MAX_NUMBER_LENGTH = 64;
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNameLength(MAX_NAME_LENGTH)
                                    .maxStringLength(MAX_TEXT_LENGTH)
                                    .maxNumberLength(MAX_NUMBER_LENGTH)
                                    .build())
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build();

    private final RequestReader reader = new RequestReader(FACTORY);
    private final DecisionWriter decisionWriter = new DecisionWriter();

    /**
     * Reads a request.
     *
     * @param body holds the JSON, UTF-8
     * @param offset where the JSON begins
     * @param length of the JSON, in bytes
     * @param head what is known besides
     * @param event gets the event with its header, from index 0 on; at least {@link
     *     ProtocolLimits#MAX_EVENT_LENGTH} bytes
     * @return length of the event in bytes; 0 when the payment of {@link #missingOriginal()} has to
     *     be found first
     * @throws InvalidRequestException when the request is malformed or a field is not valid
     */
    public int readRequest(
            byte[] body, int offset, int length, RequestHead head, MutableDirectBuffer event)
            throws InvalidRequestException {
        return reader.read(body, offset, length, head, event);
    }

    /** Event id of the payment that the request read last is about and does not hold. */
    public String missingOriginal() {
        return reader.missingOriginal();
    }

    /** Whether a request has a field of a name, not within an object. */
    public static boolean hasField(EventKind kind, String name) {
        RequestField field = RequestField.ofName(name);
        FollowUpField followUp = FollowUpField.ofName(name);
        return switch (kind) {
            case DECISION -> field != null && RequestField.PAYMENT.contains(field);
            case EVENT -> field != null;
            case OUTCOME -> followUp != null && OutcomeFields.KNOWN.contains(followUp);
            case LABEL -> followUp != null && LabelFields.KNOWN.contains(followUp);
            case REVERSAL -> followUp != null && ReversalFields.KNOWN.contains(followUp);
        };
    }

    /** Writes an acknowledgement. */
    public static void writeAcknowledgement(Acknowledgement ack, OutputStream out) {
        write(out, generator -> AcknowledgementWriter.write(ack, generator));
    }

    /**
     * Writes a decision's answer.
     *
     * @return name of the action
     */
    public String writeDecision(Decision decision, OutputStream out) {
        write(out, generator -> decisionWriter.write(decision, generator));
        return decisionWriter.action();
    }

    /**
     * Writes a stand-in's answer.
     *
     * @param replayed whether it had been given before
     * @return name of the action
     */
    public static String writeStandIn(StandInDecision standIn, boolean replayed, OutputStream out) {
        write(out, generator -> StandInWriter.write(standIn, replayed, generator));
        return StandInWriter.action(standIn);
    }

    /** Writes a problem. */
    public static void writeProblem(Problem problem, OutputStream out) {
        write(out, generator -> ProblemWriter.write(problem, generator));
    }

    private static void write(OutputStream out, JsonBody body) {
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            body.write(generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface JsonBody {
        void write(JsonGenerator generator) throws IOException;
    }
}
