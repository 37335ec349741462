package dev.peregrine.gateway.http;

import dev.peregrine.protocol.codec.AttributeType;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.TransactionDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/** A payment as the engine got it. */
record SentPayment(
        String eventId,
        Instant eventTime,
        long amountMinor,
        int currency,
        String channel,
        String card,
        String account,
        String merchant,
        String device,
        String email,
        String emailDomain,
        String merchantCountry,
        String issuerCountry,
        Map<Integer, Object> attributes) {
    static SentPayment of(byte[] event) {
        TransactionDecoder payment = new TransactionDecoder();
        payment.wrapAndApplyHeader(new UnsafeBuffer(event), 0, new MessageHeaderDecoder());
        Map<Integer, Object> attributes = new TreeMap<>();
        for (TransactionDecoder.AttributesDecoder attribute : payment.attributes()) {
            int id = attribute.attributeId();
            AttributeType type = attribute.attributeType();
            byte[] value = new byte[attribute.valueLength()];
            attribute.getValue(value, 0, value.length);
            attributes.put(id, value(type, value));
        }
        String eventId = payment.eventId();
        String card = payment.card();
        String account = payment.account();
        String merchant = payment.merchant();
        payment.skipTerminal();
        String device = payment.device();
        String email = payment.email();
        return new SentPayment(
                eventId,
                Instant.ofEpochSecond(0, payment.eventTimeNs()),
                payment.amountMinor(),
                payment.currency(),
                payment.channel().name(),
                card,
                account,
                merchant,
                device,
                email,
                payment.emailDomain(),
                payment.merchantCountry(),
                payment.issuerCountry(),
                attributes);
    }

    private static Object value(AttributeType type, byte[] value) {
        ByteBuffer buffer = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        return switch (type) {
            case INTEGER -> buffer.getLong();
            case DOUBLE -> buffer.getDouble();
            case BOOLEAN -> value[0] != 0;
            default -> new String(value, StandardCharsets.UTF_8);
        };
    }
}
