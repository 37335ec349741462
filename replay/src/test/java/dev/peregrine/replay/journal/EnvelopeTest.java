package dev.peregrine.replay.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.replay.Records;
import dev.peregrine.testing.Allocations;
import java.nio.ByteBuffer;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class EnvelopeTest {
    private static final int OFFSET = 24;
    private static final int MESSAGE_LENGTH = 300;
    private static final int RECORD_LENGTH = Envelope.LENGTH + MESSAGE_LENGTH;

    private final Envelope envelope = new Envelope();
    private final UnsafeBuffer message = new UnsafeBuffer(Records.messageOf(42));

    @Test
    void shouldGiveBackItsFields() {
        UnsafeBuffer record = record(new UnsafeBuffer(new byte[RECORD_LENGTH + OFFSET]));

        assertThat(envelope.check(record, OFFSET, RECORD_LENGTH)).isEqualTo(Envelope.Fault.NONE);
        assertThat(Envelope.epoch(record, OFFSET)).isEqualTo(3);
        assertThat(Envelope.sequence(record, OFFSET)).isEqualTo(42);
        assertThat(Envelope.ingressTimeNs(record, OFFSET)).isEqualTo(99);
        assertThat(Envelope.messageLength(record, OFFSET)).isEqualTo(MESSAGE_LENGTH);
        assertThat(Envelope.templateId(record, OFFSET)).isEqualTo(message.getShort(2) & 0xFFFF);
    }

    @Test
    void shouldCheckRecordsOffHeapAndBehindAnOffset() {
        ByteBuffer memory = ByteBuffer.allocateDirect(RECORD_LENGTH + OFFSET + 16);
        UnsafeBuffer record = record(new UnsafeBuffer(memory, 16, RECORD_LENGTH + OFFSET));

        assertThat(envelope.check(record, OFFSET, RECORD_LENGTH)).isEqualTo(Envelope.Fault.NONE);
        assertThat(memory.position()).isZero();
    }

    @Test
    void shouldNoticeEveryFlippedBit() {
        UnsafeBuffer record = record(new UnsafeBuffer(new byte[RECORD_LENGTH + OFFSET]));
        Random random = new Random(1);
        for (int i = 0; i < RECORD_LENGTH; i++) {
            byte before = record.getByte(OFFSET + i);
            record.putByte(OFFSET + i, (byte) (before ^ (1 << random.nextInt(8))));
            assertThat(envelope.check(record, OFFSET, RECORD_LENGTH))
                    .isNotEqualTo(Envelope.Fault.NONE);
            record.putByte(OFFSET + i, before);
        }
    }

    @Test
    void shouldNameTheFault() {
        UnsafeBuffer record = record(new UnsafeBuffer(new byte[RECORD_LENGTH + OFFSET]));

        assertThat(envelope.check(record, OFFSET, 39)).isEqualTo(Envelope.Fault.TOO_SHORT);
        assertThat(envelope.check(record, OFFSET, RECORD_LENGTH - 1))
                .isEqualTo(Envelope.Fault.BAD_LENGTH);
        record.putShort(OFFSET + Envelope.VERSION_OFFSET, (short) 2);
        assertThat(envelope.check(record, OFFSET, RECORD_LENGTH))
                .isEqualTo(Envelope.Fault.BAD_VERSION);
    }

    @Test
    void shouldNotAllocate() {
        UnsafeBuffer heap = new UnsafeBuffer(new byte[RECORD_LENGTH + OFFSET]);
        UnsafeBuffer direct = new UnsafeBuffer(ByteBuffer.allocateDirect(RECORD_LENGTH + OFFSET));

        assertThat(Allocations.least(100, () -> encodeAndCheck(heap, direct))).isZero();
    }

    private void encodeAndCheck(UnsafeBuffer heap, UnsafeBuffer direct) {
        for (int i = 0; i < 20_000; i++) {
            record(heap);
            record(direct);
            if (envelope.check(direct, OFFSET, RECORD_LENGTH) != Envelope.Fault.NONE
                    || envelope.check(heap, OFFSET, RECORD_LENGTH) != Envelope.Fault.NONE) {
                throw new AssertionError("not intact");
            }
        }
    }

    private UnsafeBuffer record(UnsafeBuffer into) {
        envelope.encode(into, OFFSET, 3, 42, 99, message, 0, MESSAGE_LENGTH);
        into.putBytes(OFFSET + Envelope.LENGTH, message, 0, MESSAGE_LENGTH);
        return into;
    }
}
