package dev.peregrine.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.codec.AttributeType;
import dev.peregrine.protocol.codec.Channel;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.Purpose;
import dev.peregrine.protocol.codec.TransactionDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TransactionBuilderTest {
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8192]);

    @Test
    void shouldEncodeEveryField() {
        SampleEvents.transaction().encode(buffer, 3);

        TransactionDecoder decoder = new TransactionDecoder();
        decoder.wrapAndApplyHeader(buffer, 3, new MessageHeaderDecoder());
        assertThat(decoder.tenantId()).isEqualTo(7);
        assertThat(decoder.purpose()).isEqualTo(Purpose.AUTHORISATION);
        assertThat(decoder.channel()).isEqualTo(Channel.ECOMMERCE);
        assertThat(decoder.eventTimeNs()).isEqualTo(SampleEvents.TIME_NS);
        assertThat(decoder.amountMinor()).isEqualTo(1999);
        assertThat(decoder.currency()).isEqualTo(978);
        assertThat(decoder.merchantCategory()).isEqualTo(5411);
        assertThat(decoder.merchantCountry()).isEqualTo("DE");
        assertThat(decoder.issuerCountry()).isEqualTo("FR");
        assertThat(decoder.ip().high()).isZero();
        assertThat(decoder.ip().low()).isEqualTo(0xFFFF_C000_0211L);
        assertThat(decoder.latitudeMicro()).isEqualTo(52_520_000);
        assertThat(decoder.longitudeMicro()).isEqualTo(13_405_000);
        assertThat(decoder.actionTakenRaw()).isZero();
        List<Integer> ids = new ArrayList<>();
        List<AttributeType> types = new ArrayList<>();
        TransactionDecoder.AttributesDecoder attributes = decoder.attributes();
        while (attributes.hasNext()) {
            attributes.next();
            ids.add(attributes.attributeId());
            types.add(attributes.attributeType());
            attributes.skipValue();
        }
        assertThat(ids).containsExactly(2, 5, 7, 9);
        assertThat(types)
                .containsExactly(
                        AttributeType.INTEGER,
                        AttributeType.DOUBLE,
                        AttributeType.BOOLEAN,
                        AttributeType.STRING);
        assertThat(decoder.eventId()).isEqualTo("tx-Å-1");
        assertThat(decoder.card()).isEqualTo("card-1");
        assertThat(decoder.account()).isEqualTo("account-1");
        assertThat(decoder.merchant()).isEqualTo("merchant-1");
        assertThat(decoder.terminal()).isEqualTo("terminal-1");
        assertThat(decoder.device()).isEqualTo("device-1");
        assertThat(decoder.email()).isEqualTo("email-1");
        assertThat(decoder.emailDomain()).isEqualTo("example.org");
    }

    @Test
    void shouldEncodeTheSameFromTextAndFromBytes() {
        TransactionBuilder builder = minimal();
        byte[] card = "kaart-é-😀".getBytes(StandardCharsets.UTF_8);
        int length = builder.card("kaart-é-😀").encode(buffer, 0);
        UnsafeBuffer other = new UnsafeBuffer(new byte[8192]);

        int fromBytes = minimal().key(KeyField.CARD, card, 0, card.length).encode(other, 0);
        assertThat(fromBytes).isEqualTo(length);
        assertThat(other).isEqualTo(buffer);
        minimal().key(KeyField.CARD, new UnsafeBuffer(card), 0, card.length).encode(other, 0);
        assertThat(other).isEqualTo(buffer);
    }

    @Test
    void shouldForgetEverythingOnReset() {
        TransactionBuilder reused = SampleEvents.transaction();
        reused.encode(buffer, 0);
        int length = fill(reused.reset()).encode(buffer, 0);
        UnsafeBuffer fresh = new UnsafeBuffer(new byte[8192]);

        assertThat(minimal().encode(fresh, 0)).isEqualTo(length);
        assertThat(new UnsafeBuffer(buffer, 0, length))
                .isEqualTo(new UnsafeBuffer(fresh, 0, length));
    }

    @Test
    void shouldNameFieldAndValueOfWhatItRefuses() {
        TransactionBuilder builder = minimal();

        assertThatThrownBy(() -> builder.amount(-1, 978))
                .isInstanceOf(EventFieldException.class)
                .hasMessage("amountMinor: must be from 0 to 9007199254740992, but was -1");
        assertThatThrownBy(() -> builder.amount(1, 1000)).hasMessageStartingWith("currency: ");
        assertThatThrownBy(() -> builder.merchantCountry("de")).hasMessageContaining("\"de\"");
        assertThatThrownBy(() -> builder.ip("host.example")).hasMessageContaining("host.example");
        assertThatThrownBy(() -> builder.location(90_000_001, 0))
                .hasMessageContaining("latitudeMicro");
        assertThatThrownBy(() -> builder.card("x".repeat(65))).hasMessageContaining("64 bytes");
        assertThatThrownBy(() -> builder.attribute(1, Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> builder.attribute(1, 1L).attribute(1, 2L))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> builder.purpose(Purpose.NULL_VAL)).hasMessageContaining("purpose");
        assertThatThrownBy(() -> new TransactionBuilder().encode(buffer, 0))
                .hasMessage("tenantId: is missing");
    }

    @Test
    void shouldRefuseCardNumberWithoutRepeatingIt() {
        assertThatThrownBy(() -> minimal().card("4111111111111111"))
                .isInstanceOf(EventFieldException.class)
                .hasMessageContaining("card")
                .hasMessageNotContaining("4111");
        assertThat(minimal().card("4111111111111112").encode(buffer, 0)).isPositive();
    }

    static TransactionBuilder minimal() {
        return fill(new TransactionBuilder());
    }

    private static TransactionBuilder fill(TransactionBuilder builder) {
        return builder.tenantId(1).eventId("e").eventTimeNs(1).amount(1, 978);
    }
}
