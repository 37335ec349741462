package dev.peregrine.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.protocol.codec.RejectCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Any bytes: the validator answers, never throws, and what it passes can be decoded. */
@Timeout(120)
class EventValidatorFuzzTest {
    private static final int CASES = 1_000_000;

    private final EventValidator validator = new EventValidator();
    private final UnsafeBuffer exact = new UnsafeBuffer(new byte[0]);
    private final UnsafeBuffer value = new UnsafeBuffer(new byte[EventValidator.MAX_VALUE_LENGTH]);

    @Test
    void shouldAnswerForAnyMutation() {
        Random random = new Random(20261122);
        List<byte[]> samples = new ArrayList<>(SampleEvents.all().values());
        EventReader reader = new EventReader();
        int passed = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] sample = samples.get(random.nextInt(samples.size()));
            byte[] bytes = mutate(sample, random);
            exact.wrap(bytes);
            RejectCode code = validator.validate(exact, 0, bytes.length);
            if (code == null) {
                passed++;
                reader.readAll(exact, validator.templateId());
            } else {
                assertThat(validator.field()).isNotEmpty();
                assertThat(validator.copyValue(value, 0)).isBetween(0, value.capacity());
            }
        }
        assertThat(passed).isBetween(CASES / 100, CASES / 2);
    }

    private static byte[] mutate(byte[] sample, Random random) {
        int length =
                switch (random.nextInt(4)) {
                    case 0 -> random.nextInt(sample.length + 1);
                    case 1 -> sample.length + random.nextInt(16);
                    default -> sample.length;
                };
        byte[] bytes = new byte[length];
        System.arraycopy(sample, 0, bytes, 0, Math.min(length, sample.length));
        int changes = length == 0 ? 0 : 1 + random.nextInt(3);
        for (int k = 0; k < changes; k++) {
            bytes[random.nextInt(length)] =
                    (byte) (random.nextInt(4) == 0 ? 0xFF : random.nextInt(256));
        }
        return bytes;
    }
}
