package dev.peregrine.gateway.format;

import dev.peregrine.client.Attribute;
import dev.peregrine.client.AttributeDictionary;
import dev.peregrine.gateway.json.DecisionJson;
import dev.peregrine.gateway.json.InvalidRequestException;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import dev.peregrine.gateway.json.RequestHead;
import dev.peregrine.gateway.mapping.TokenSecret;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.AttributeType;
import dev.peregrine.protocol.event.EventValidator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a message of any format has to stand: it is refused, or every request that it becomes is
 * refused or makes an event that the engine's own check passes, and there is an answer.
 */
final class FormatTarget {
    static final String PAN = "4111111111111111";

    private static final DecisionJson JSON = new DecisionJson();
    private static final EventValidator VALIDATOR = new EventValidator();
    private static final UnsafeBuffer EVENT =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private static final TokenSecret SECRET = TokenSecret.random();
    private static final AttributeDictionary ATTRIBUTES =
            new AttributeDictionary(
                    List.of(
                            new Attribute(1, AttributeType.INTEGER, "ch_acc_age_ind"),
                            new Attribute(2, AttributeType.STRING, "browser_language"),
                            new Attribute(3, AttributeType.DOUBLE, "txn_activity_year"),
                            new Attribute(4, AttributeType.BOOLEAN, "addr_match")));

    private long inputs;
    private long messages;
    private long events;

    /** What was tried, a line. */
    String told(Class<?> target) {
        return String.format(
                Locale.ROOT,
                "%s: %,d inputs, %,d of them messages, %,d events",
                target.getSimpleName(),
                inputs,
                messages,
                events);
    }

    /**
     * Tries a message.
     *
     * @param nowNs time of day
     * @param header value of every header; null for none
     */
    void take(Format format, byte[] body, long nowNs, String header) {
        inputs++;
        FormatCall call = new FormatCall(ATTRIBUTES, SECRET.tokens(), nowNs, name -> header);
        FormatRequest request;
        try {
            request = format.read(body, body.length, call);
        } catch (FormatException e) {
            check(e.answer().orElseGet(() -> FormatAnswer.problem(e.problem())));
            return;
        }
        messages++;
        List<FormatResult> results = new ArrayList<>();
        for (FormatEvent event : request.events()) {
            results.add(result(event));
        }
        check(request.answer(results));
    }

    private FormatResult result(FormatEvent event) {
        if (!event.fields().faults().isEmpty()) {
            return FormatResult.of(event.fields());
        }
        byte[] json = event.fields().toJson();
        if (new String(json, StandardCharsets.UTF_8).contains("\"card\":\"" + PAN)) {
            throw new AssertionError("a card number in place of a token");
        }
        RequestHead head = RequestHead.of(event.kind(), null, 1, ATTRIBUTES);
        try {
            int length = JSON.readRequest(json, 0, json.length, head, EVENT);
            if (length > 0 && VALIDATOR.validate(EVENT, 0, length) != null) {
                throw new AssertionError("not a valid event: " + VALIDATOR.field());
            }
            events++;
            return FormatResult.of(
                    Problem.of(ProblemType.ORIGINAL_UNKNOWN, "not known"), event.fields());
        } catch (InvalidRequestException e) {
            return FormatResult.of(e.problem(), event.fields());
        }
    }

    private static void check(FormatAnswer answer) {
        if (answer.body().length == 0 || answer.status() < 200) {
            throw new AssertionError("no answer");
        }
    }
}
