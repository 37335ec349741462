package dev.peregrine.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.protocol.codec.Channel;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.codec.TransactionDecoder;
import dev.peregrine.protocol.codec.next.NoteEncoder;
import dev.peregrine.protocol.codec.next.TransactionEncoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The schema only grows, so old and new programs understand each other. The codecs of {@code
 * codec.next} are generated from the present schema with one field, one enum value and one message
 * added.
 */
@Timeout(60)
class SchemaEvolutionTest {
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
    private final EventValidator validator = new EventValidator();

    @Test
    void shouldReadNewerMessageWithThisDecoder() {
        int length = encodeNewer(dev.peregrine.protocol.codec.next.Channel.CHIP);

        assertThat(validator.validate(buffer, 0, length)).as(validator.field()).isNull();
        TransactionDecoder decoder =
                new TransactionDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
        assertThat(decoder.actingVersion()).isEqualTo(1);
        assertThat(decoder.tenantId()).isEqualTo(7);
        assertThat(decoder.channel()).isEqualTo(Channel.CHIP);
        assertThat(decoder.amountMinor()).isEqualTo(1250);
        assertThat(decoder.attributes().count()).isZero();
        assertThat(decoder.eventId()).isEqualTo("newer");
        assertThat(decoder.card()).isEqualTo("card-1");
    }

    @Test
    void shouldSeeUnknownEnumValueAsUnknown() {
        int length = encodeNewer(dev.peregrine.protocol.codec.next.Channel.WALLET);

        TransactionDecoder decoder =
                new TransactionDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
        assertThat(decoder.channel()).isEqualTo(Channel.SBE_UNKNOWN);
        assertThat(validator.validate(buffer, 0, length)).isEqualTo(RejectCode.INVALID_FIELD);
        assertThat(validator.field()).isEqualTo("channel");
    }

    @Test
    void shouldRefuseUnknownMessage() {
        NoteEncoder note =
                new NoteEncoder()
                        .wrapAndApplyHeader(
                                buffer,
                                0,
                                new dev.peregrine.protocol.codec.next.MessageHeaderEncoder())
                        .tenantId(7);

        assertThat(validator.validate(buffer, 0, 8 + note.encodedLength()))
                .isEqualTo(RejectCode.UNSUPPORTED_VERSION);
    }

    @Test
    void shouldReadThisMessageWithNewerDecoder() {
        SampleEvents.transaction().encode(buffer, 0);

        var decoder =
                new dev.peregrine.protocol.codec.next.TransactionDecoder()
                        .wrapAndApplyHeader(
                                buffer,
                                0,
                                new dev.peregrine.protocol.codec.next.MessageHeaderDecoder());
        assertThat(decoder.secondaryCategory())
                .isEqualTo(
                        dev.peregrine.protocol.codec.next.TransactionDecoder
                                .secondaryCategoryNullValue());
        assertThat(decoder.amountMinor()).isEqualTo(1999);
        var attributes = decoder.attributes();
        while (attributes.hasNext()) {
            attributes.next().skipValue();
        }
        assertThat(decoder.eventId()).isEqualTo("tx-Å-1");
        assertThat(decoder.card()).isEqualTo("card-1");
    }

    private int encodeNewer(dev.peregrine.protocol.codec.next.Channel channel) {
        TransactionEncoder encoder =
                new TransactionEncoder()
                        .wrapAndApplyHeader(
                                buffer,
                                0,
                                new dev.peregrine.protocol.codec.next.MessageHeaderEncoder())
                        .tenantId(7)
                        .purpose(dev.peregrine.protocol.codec.next.Purpose.AUTHORISATION)
                        .channel(channel)
                        .eventTimeNs(SampleEvents.TIME_NS)
                        .amountMinor(1250)
                        .currency(978)
                        .merchantCategory(5411)
                        .merchantCountry("DE")
                        .issuerCountry("DE")
                        .latitudeMicro(0)
                        .longitudeMicro(0)
                        .secondaryCategory(5812);
        encoder.ip().high(0).low(0);
        buffer.putByte(8 + TransactionEncoder.actionTakenEncodingOffset(), (byte) 0);
        encoder.attributesCount(0);
        encoder.eventId("newer")
                .card("card-1")
                .account("")
                .merchant("")
                .terminal("")
                .device("")
                .email("")
                .emailDomain("");
        return 8 + encoder.encodedLength();
    }
}
