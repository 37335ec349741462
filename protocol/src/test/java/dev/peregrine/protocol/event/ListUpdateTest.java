package dev.peregrine.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.ListMatch;
import dev.peregrine.protocol.codec.ListOperation;
import dev.peregrine.protocol.codec.ListUpdateEncoder;
import dev.peregrine.protocol.codec.RejectCode;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a change of a list may hold, at the encoder and at the validator. */
@Timeout(60)
class ListUpdateTest {
    private static final String CARD_NUMBER = "4111111111111111";

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8192]);
    private final ControlEventEncoder encoder = new ControlEventEncoder();
    private final EventValidator validator = new EventValidator();

    @Test
    void shouldTakeAnEntryOfEveryKind() {
        assertTaken(ListOperation.PUT, ListMatch.EXACT, "token-1", "stolen");
        assertTaken(ListOperation.PUT, ListMatch.EXACT, "411111", "a BIN is no card number");
        assertTaken(ListOperation.PUT, ListMatch.PREFIX, "token-", "");
        assertTaken(ListOperation.PUT, ListMatch.CIDR, "2001:db8::/32", "");
        assertTaken(ListOperation.REMOVE, ListMatch.CIDR, "192.0.2.1", "");
        assertTaken(ListOperation.CLEAR, ListMatch.CIDR, "", "");
        assertTaken(
                ListOperation.PUT, ListMatch.EXACT, "x".repeat(ProtocolLimits.MAX_TEXT_LENGTH), "");
    }

    @Test
    void shouldRefuseWhatIsNoNetwork() {
        assertRefused(ListMatch.CIDR, "192.0.2.1/24", "", "is no IP network");
        assertRefused(ListMatch.CIDR, "192.0.2.0/33", "", "is no IP network");
        assertRefused(ListMatch.CIDR, "example.org", "", "is no IP network");
        assertThat(validator.value()).isEqualTo("example.org");
    }

    @Test
    void shouldRefuseCardNumbersWithoutRepeatingThem() {
        assertRefused(ListMatch.EXACT, CARD_NUMBER, "", "looks like a card number");
        assertThat(validator.value()).isEmpty();
        assertRefused(ListMatch.PREFIX, CARD_NUMBER, "", "looks like a card number");
        assertRefused(ListMatch.EXACT, "token-1", CARD_NUMBER, "looks like a card number");
    }

    @Test
    void shouldRefuseMissingAndLongValues() {
        assertRefused(ListMatch.EXACT, "", "", "is missing");
        assertThatThrownBy(
                        () ->
                                encode(
                                        ListOperation.PUT,
                                        ListMatch.EXACT,
                                        "x".repeat(ProtocolLimits.MAX_TEXT_LENGTH + 1),
                                        ""))
                .isInstanceOf(EventFieldException.class)
                .hasMessageContaining("takes at most 512 bytes");
    }

    private void assertTaken(
            ListOperation operation, ListMatch match, String value, String reason) {
        int length = encode(operation, match, value, reason);
        assertThat(validator.validate(buffer, 0, length)).as(validator.detail()).isNull();
    }

    private void assertRefused(ListMatch match, String value, String reason, String detail) {
        assertThatThrownBy(() -> encode(ListOperation.PUT, match, value, reason))
                .isInstanceOf(EventFieldException.class)
                .hasMessageContaining(detail);

        String like = "x".repeat(value.length());
        String likeReason = "y".repeat(reason.length());
        int length = encode(ListOperation.CLEAR, ListMatch.EXACT, like, likeReason);
        byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (!value.isEmpty()) {
            buffer.putStringWithoutLengthAscii(text.indexOf(like), value);
        }
        buffer.putStringWithoutLengthAscii(length - reason.length(), reason);
        buffer.putByte(
                8 + ListUpdateEncoder.operationEncodingOffset(), (byte) ListOperation.PUT.value());
        buffer.putByte(8 + ListUpdateEncoder.matchEncodingOffset(), (byte) match.value());
        assertThat(validator.validate(buffer, 0, length)).isEqualTo(RejectCode.INVALID_FIELD);
        assertThat(validator.detail()).contains(detail);
    }

    private int encode(ListOperation operation, ListMatch match, String value, String reason) {
        return encoder.listUpdate(
                buffer,
                0,
                SampleEvents.TENANT,
                "e-1",
                SampleEvents.TIME_NS,
                operation,
                match,
                "a_list",
                value,
                0,
                reason);
    }
}
