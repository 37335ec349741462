package dev.peregrine.scoring.features;

import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.codec.Channel;
import dev.peregrine.protocol.codec.Purpose;
import dev.peregrine.protocol.event.TransactionBuilder;
import java.time.Instant;
import java.util.Map;

/**
 * A transaction as a plain value; null is absent.
 *
 * @param keys texts and the IP address, as text
 * @param attributes Long, Double, Boolean or String by id
 */
record Payment(
        int tenant,
        String id,
        long timeNs,
        long amountMinor,
        int currency,
        Purpose purpose,
        Channel channel,
        Integer category,
        String merchantCountry,
        String issuerCountry,
        Integer latitudeMicro,
        Integer longitudeMicro,
        Map<KeyField, String> keys,
        Map<Integer, Object> attributes) {

    TransactionBuilder builder() {
        TransactionBuilder builder =
                new TransactionBuilder()
                        .tenantId(tenant)
                        .eventId(id)
                        .eventTimeNs(timeNs)
                        .amount(amountMinor, currency)
                        .purpose(purpose)
                        .channel(channel);
        if (category != null) {
            builder.merchantCategory(category);
        }
        if (merchantCountry != null) {
            builder.merchantCountry(merchantCountry);
        }
        if (issuerCountry != null) {
            builder.issuerCountry(issuerCountry);
        }
        if (latitudeMicro != null) {
            builder.location(latitudeMicro, longitudeMicro);
        }
        keys.forEach(builder::key);
        attributes.forEach(
                (id, value) -> {
                    if (value instanceof Long number) {
                        builder.attribute(id, number.longValue());
                    } else if (value instanceof Double number) {
                        builder.attribute(id, number.doubleValue());
                    } else if (value instanceof Boolean truth) {
                        builder.attribute(id, truth.booleanValue());
                    } else {
                        builder.attribute(id, (String) value);
                    }
                });
        return builder;
    }

    /** What is there, on one line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(id).append(" of ").append(Instant.ofEpochSecond(0, timeNs));
        text.append(", tenant ").append(tenant).append(", ").append(purpose).append(' ');
        text.append(amountMinor).append(" of ").append(currency).append(", ").append(channel);
        append(text, "category", category);
        append(text, "merchant in", merchantCountry);
        append(text, "issuer in", issuerCountry);
        append(text, "latitude", latitudeMicro);
        append(text, "longitude", longitudeMicro);
        return text.append(", ").append(keys).append(", ").append(attributes).toString();
    }

    private static void append(StringBuilder text, String name, Object value) {
        if (value != null) {
            text.append(", ").append(name).append(' ').append(value);
        }
    }
}
