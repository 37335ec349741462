package dev.peregrine.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.protocol.codec.LabelDecoder;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.codec.StateHashRequestDecoder;
import dev.peregrine.protocol.codec.TransactionDecoder;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventValidatorTest {
    private static final int HEADER = 8;

    private final EventValidator validator = new EventValidator();
    private final Map<String, byte[]> events = SampleEvents.all();

    @Test
    void shouldTellTheTenantOfEveryEventWithoutDecodingIt() {
        events.forEach(
                (name, event) -> {
                    UnsafeBuffer message = new UnsafeBuffer(event);
                    assertThat(validator.validate(message, 0, event.length)).as(name).isNull();
                    assertThat(EventTenant.of(message, 0)).as(name).isEqualTo(validator.tenantId());
                });
    }

    @Test
    void shouldAcceptWhatTheBuildersMake() {
        events.forEach(
                (name, bytes) ->
                        assertThat(validate(bytes))
                                .as("%s: %s %s", name, validator.field(), validator.detail())
                                .isNull());
        assertThat(validate(events.get("label"))).isNull();
        assertThat(validator.templateId()).isEqualTo(LabelDecoder.TEMPLATE_ID);
        assertThat(validator.tenantId()).isEqualTo(SampleEvents.TENANT);
    }

    @Test
    void shouldRefuseEveryTruncation() {
        events.forEach(
                (name, bytes) -> {
                    for (int length = 0; length < bytes.length; length++) {
                        byte[] cut = Arrays.copyOf(bytes, length);
                        assertThat(validate(cut)).as("%s cut to %d", name, length).isNotNull();
                    }
                });
    }

    @Test
    void shouldRefuseTrailingBytes() {
        events.forEach(
                (name, bytes) -> {
                    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
                    assertThat(validate(longer)).as(name).isEqualTo(RejectCode.MALFORMED);
                });
    }

    @Test
    void shouldNameFieldAndValue() {
        byte[] event = events.get("transaction");
        UnsafeBuffer buffer = new UnsafeBuffer(event);
        buffer.putLong(
                HEADER + TransactionDecoder.amountMinorEncodingOffset(),
                -5,
                ByteOrder.LITTLE_ENDIAN);

        assertThat(validate(event)).isEqualTo(RejectCode.INVALID_FIELD);
        assertThat(validator.field()).isEqualTo("amountMinor");
        assertThat(validator.value()).isEqualTo("-5");
        UnsafeBuffer copy = new UnsafeBuffer(new byte[EventValidator.MAX_VALUE_LENGTH]);
        assertThat(validator.copyValue(copy, 0)).isEqualTo(2);
        assertThat(copy.getStringWithoutLengthAscii(0, 2)).isEqualTo("-5");
    }

    @Test
    void shouldNameFieldOfTheEmbeddedPayment() {
        byte[] event = events.get("label");
        int original = event.length - events.get("transaction").length;
        event[original + HEADER + TransactionDecoder.merchantCountryEncodingOffset()] = 'd';

        assertThat(validate(event)).isEqualTo(RejectCode.INVALID_FIELD);
        assertThat(validator.field()).isEqualTo("original.merchantCountry");
    }

    @Test
    void shouldRefuseLabelOfAnotherTenantsPayment() {
        byte[] event = events.get("label");
        event[HEADER + LabelDecoder.tenantIdEncodingOffset()]++;

        assertThat(validate(event)).isEqualTo(RejectCode.INVALID_FIELD);
        assertThat(validator.field()).isEqualTo("original.tenantId");
    }

    @Test
    void shouldRefuseCardNumberWithoutRepeatingIt() {
        byte[] event =
                SampleEvents.bytes(
                        b -> SampleEvents.transaction().card("5500005555555558").encode(b, 0));
        String text = new String(event, StandardCharsets.ISO_8859_1);
        event[text.indexOf("5500005555555558") + 15] = '9';

        assertThat(validate(event)).isEqualTo(RejectCode.INVALID_FIELD);
        assertThat(validator.field()).isEqualTo("card");
        assertThat(validator.value()).isEmpty();
    }

    @Test
    void shouldRefuseTextThatIsNotUtf8() {
        byte[] event = events.get("hash");
        event[event.length - 1] = (byte) 0xC3;

        assertThat(validate(event)).isEqualTo(RejectCode.INVALID_FIELD);
        assertThat(validator.field()).isEqualTo("eventId");
    }

    @Test
    void shouldTellForeignSchemaFromMalformed() {
        byte[] event = events.get("hash");
        event[4]++;
        assertThat(validate(event)).isEqualTo(RejectCode.UNSUPPORTED_VERSION);
        event[4]--;
        event[2] = 99;
        assertThat(validate(event)).isEqualTo(RejectCode.UNSUPPORTED_VERSION);
        assertThat(validator.value()).isEqualTo("99");
        event[2] = StateHashRequestDecoder.TEMPLATE_ID;
        event[0]++;
        assertThat(validate(event)).isEqualTo(RejectCode.MALFORMED);
    }

    @Test
    void shouldAcceptLongerBlockOfNewerVersion() {
        byte[] event = events.get("hash");
        int block = StateHashRequestDecoder.BLOCK_LENGTH;
        byte[] newer = new byte[event.length + 4];
        System.arraycopy(event, 0, newer, 0, HEADER + block);
        System.arraycopy(
                event, HEADER + block, newer, HEADER + block + 4, event.length - HEADER - block);
        newer[0] = (byte) (newer[0] + 4);
        assertThat(validate(newer)).isEqualTo(RejectCode.MALFORMED);
        newer[6]++;
        assertThat(validate(newer)).isNull();
    }

    private RejectCode validate(byte[] bytes) {
        return validator.validate(new UnsafeBuffer(bytes), 0, bytes.length);
    }
}
