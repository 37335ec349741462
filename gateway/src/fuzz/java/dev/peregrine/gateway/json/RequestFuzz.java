package dev.peregrine.gateway.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.peregrine.client.AttributeDictionary;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.event.EventValidator;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as the body of any request: it is refused with a problem, or makes an event that the
 * engine's own check passes. The first byte says which request it is.
 */
class RequestFuzz {
    private static final EventKind[] KINDS = EventKind.values();
    private static final DecisionJson JSON = new DecisionJson();
    private static final EventValidator VALIDATOR = new EventValidator();
    private static final UnsafeBuffer EVENT =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);

    private static long inputs;

    @AfterAll
    static void tell() {
        System.out.printf(
                Locale.ROOT, "%s: %,d inputs%n", RequestFuzz.class.getSimpleName(), inputs);
    }

    static Stream<Arguments> samples() {
        return Stream.of(
                sample(EventKind.DECISION, Requests.FULL),
                sample(EventKind.DECISION, Requests.with("\"attributes\":{\"a\":1}")),
                sample(EventKind.EVENT, Requests.with("\"action_taken\":\"approve\"")),
                followUp(
                        EventKind.OUTCOME,
                        "\"outcome_time\":\"2026-02-01T12:00:00Z\",\"response_code\":\"05\""),
                followUp(
                        EventKind.LABEL,
                        "\"label_time\":\"2026-03-01T12:00:00Z\",\"kind\":\"chargeback\""),
                followUp(
                        EventKind.REVERSAL,
                        "\"reversal_time\":\"2026-02-01T12:00:00Z\",\"amount_minor\":1"));
    }

    private static Arguments followUp(EventKind kind, String fields) {
        return sample(
                kind, "{\"event_id\":\"e-1\"," + fields + ",\"original\":" + Requests.LEAST + "}");
    }

    private static Arguments sample(EventKind kind, String body) {
        char first = (char) Arrays.asList(KINDS).indexOf(kind);
        return arguments((Object) (first + body).getBytes(UTF_8));
    }

    @MethodSource("samples")
    @FuzzTest(maxDuration = "1m")
    void shouldRefuseOrMakeAnEventOfAnyBody(byte[] bytes) {
        inputs++;
        if (bytes.length == 0) {
            return;
        }
        EventKind kind = KINDS[Byte.toUnsignedInt(bytes[0]) % KINDS.length];
        byte[] body = Arrays.copyOfRange(bytes, 1, bytes.length);
        RequestHead head = RequestHead.of(kind, null, 1, AttributeDictionary.EMPTY);
        try {
            int length = JSON.readRequest(body, 0, body.length, head, EVENT);
            if (length > 0 && VALIDATOR.validate(EVENT, 0, length) != null) {
                throw new AssertionError("not a valid event: " + VALIDATOR.field());
            }
        } catch (InvalidRequestException e) {
            DecisionJson.writeProblem(e.problem(), new ByteArrayOutputStream());
        }
    }
}
