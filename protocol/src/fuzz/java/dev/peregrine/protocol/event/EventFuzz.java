package dev.peregrine.protocol.event;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.peregrine.protocol.codec.RejectCode;
import java.util.Locale;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as an SBE event: the validator answers, and what it passes can be decoded. */
class EventFuzz {
    private static final EventValidator VALIDATOR = new EventValidator();
    private static final EventReader READER = new EventReader();
    private static final UnsafeBuffer EVENT = new UnsafeBuffer(new byte[0]);
    private static final UnsafeBuffer VALUE =
            new UnsafeBuffer(new byte[EventValidator.MAX_VALUE_LENGTH]);

    private static long inputs;

    @AfterAll
    static void tell() {
        System.out.printf(Locale.ROOT, "%s: %,d inputs%n", EventFuzz.class.getSimpleName(), inputs);
    }

    static Stream<Arguments> samples() {
        return SampleEvents.all().values().stream().map(bytes -> arguments((Object) bytes));
    }

    @MethodSource("samples")
    @FuzzTest(maxDuration = "1m")
    void shouldAnswerForAnyBytes(byte[] bytes) {
        inputs++;
        EVENT.wrap(bytes);
        RejectCode code = VALIDATOR.validate(EVENT, 0, bytes.length);
        if (code == null) {
            READER.readAll(EVENT, VALIDATOR.templateId());
        } else if (VALIDATOR.field().isEmpty()) {
            throw new AssertionError(code + " without a field");
        } else {
            VALIDATOR.copyValue(VALUE, 0);
        }
    }
}
