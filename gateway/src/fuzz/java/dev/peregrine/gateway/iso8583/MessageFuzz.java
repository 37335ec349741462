package dev.peregrine.gateway.iso8583;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.peregrine.client.AttributeDictionary;
import dev.peregrine.gateway.json.DecisionJson;
import dev.peregrine.gateway.json.InvalidRequestException;
import dev.peregrine.gateway.json.RequestHead;
import dev.peregrine.gateway.mapping.FormatTable;
import dev.peregrine.gateway.mapping.TokenHash;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.event.EventValidator;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as a message: nobody can be answered, or there is an answer; and what is taken makes an
 * event that the engine's own check passes. The first byte says version and encoding.
 */
class MessageFuzz {
    private static final TokenHash TOKENS = new TokenHash(new byte[32]);
    private static final FormatTable FORMAT = FormatTable.load("iso8583");
    private static final DecisionJson JSON = new DecisionJson();
    private static final EventValidator VALIDATOR = new EventValidator();
    private static final UnsafeBuffer EVENT =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private static final Form[] FORMS =
            Stream.of(Iso8583Version.values())
                    .flatMap(v -> Stream.of(Iso8583Encoding.values()).map(e -> new Form(v, e)))
                    .toArray(Form[]::new);

    private static long inputs;
    private static long events;

    /** Of a listener's messages. */
    private static final class Form {
        private final Iso8583Version version;
        private final Iso8583Encoding encoding;
        private final MessageDecoder decoder;
        private final RequestMapper mapper;
        private final Responses responses;

        Form(Iso8583Version version, Iso8583Encoding encoding) {
            this.version = version;
            this.encoding = encoding;
            decoder = new MessageDecoder(version, encoding, TOKENS);
            mapper = new RequestMapper(FORMAT, version, ZoneOffset.UTC, TOKENS);
            responses = new Responses(new Iso8583Context().version(version).encoding(encoding));
        }
    }

    @AfterAll
    static void tell() {
        System.out.printf(
                Locale.ROOT,
                "%s: %,d inputs, %,d of them events%n",
                MessageFuzz.class.getSimpleName(),
                inputs,
                events);
    }

    static Stream<Arguments> samples() {
        return Stream.of(0, 1, 2, 3)
                .flatMap(
                        form -> {
                            Iso8583Version version = FORMS[form].version;
                            Map<Integer, String> purchase = IsoSamples.purchase(version, 1);
                            return Stream.of(
                                    sample(form, "100", purchase),
                                    sample(form, "120", purchase),
                                    sample(
                                            form,
                                            "420",
                                            IsoSamples.reversal(
                                                    version, purchase, 2, "000000001999")),
                                    sample(form, "800", IsoSamples.network(version, "301", 3)));
                        });
    }

    private static Arguments sample(int form, String type, Map<Integer, String> fields) {
        Form of = FORMS[form];
        byte[] message =
                PlainCodec.encode(
                        of.version, of.encoding, IsoSamples.type(of.version, type), fields);
        byte[] input = new byte[message.length + 1];
        input[0] = (byte) form;
        System.arraycopy(message, 0, input, 1, message.length);
        return Arguments.of((Object) input);
    }

    @MethodSource("samples")
    @FuzzTest(maxDuration = "1m")
    void shouldAnswerOrRefuseAnyMessage(byte[] bytes) {
        inputs++;
        if (bytes.length == 0) {
            return;
        }
        Form form = FORMS[Byte.toUnsignedInt(bytes[0]) % FORMS.length];
        byte[] content = Arrays.copyOfRange(bytes, 1, bytes.length);
        try {
            DecodedMessage message = form.decoder.decode(content);
            form.responses.plain(message, form.version == Iso8583Version.V1987 ? "30" : "904");
            if (message.fault() == null) {
                take(form, message);
            }
        } catch (BrokenMessageException e) {
            if (e.reason() == null) {
                throw new AssertionError("no reason", e);
            }
        }
        for (byte left : content) {
            if (left != 0) {
                throw new AssertionError("the message was not overwritten");
            }
        }
    }

    private static void take(Form form, DecodedMessage message) {
        switch (message.type().kind(form.version)) {
            case REQUEST, ADVICE, REVERSAL -> {
                MappedRequest request =
                        form.mapper.map(message, AttributeDictionary.EMPTY, Iso8583Loop.nowNs());
                if (request.fields().faults().isEmpty()) {
                    check(request, request.fields().toJson());
                    if (message.type().kind(form.version) == MessageType.Kind.REVERSAL
                            && request.withOriginal().get() != null) {
                        check(request, request.withOriginal().get().toJson());
                    }
                }
            }
            default -> {}
        }
    }

    private static void check(MappedRequest request, byte[] json) {
        try {
            int length =
                    JSON.readRequest(
                            json,
                            0,
                            json.length,
                            RequestHead.of(request.kind(), null, 1, AttributeDictionary.EMPTY),
                            EVENT);
            events += length > 0 ? 1 : 0;
            if (length > 0 && VALIDATOR.validate(EVENT, 0, length) != null) {
                throw new AssertionError("not a valid event: " + VALIDATOR.field());
            }
        } catch (InvalidRequestException e) {
            if (e.problem().errors().isEmpty()) {
                throw new AssertionError("not JSON of a request: " + e.problem().detail(), e);
            }
        }
    }
}
