package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.peregrine.policy.AttributeSpec;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.CurrencyCodes;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.Channel;
import dev.peregrine.protocol.codec.IpAddressDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.TransactionDecoder;
import dev.peregrine.protocol.event.IpAddressText;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.agrona.DirectBuffer;

/**
 * Writes a Transaction in the form in which the HTTP API takes it; what it lacks is left out. Not
 * thread-safe.
 */
final class PaymentWriter {
    private static final int MICRO_DIGITS = 6;
    private static final int CATEGORY_DIGITS = 4;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final TransactionDecoder payment = new TransactionDecoder();

    /**
     * Writes the members of a payment.
     *
     * @param event Transaction with its header, from index 0 on
     * @param bundle knows the names of the tenant's own attributes; else they go by their numbers
     */
    void writeFields(DirectBuffer event, Optional<PolicyBundle> bundle, JsonGenerator json)
            throws IOException {
        payment.wrapAndApplyHeader(event, 0, header);
        json.writeStringField("event_time", UtcTimes.text(payment.eventTimeNs()));
        writeAmount(json);
        Channel channel = payment.channel();
        json.writeStringField("channel", channel.name().toLowerCase(Locale.ROOT));
        writeMerchantAndPlace(json);
        writeActionTaken(json);
        writeAttributes(bundle, json);
        payment.skipEventId();
        text("card", payment.card(), json);
        text("account", payment.account(), json);
        text("merchant", payment.merchant(), json);
        text("terminal", payment.terminal(), json);
        text("device", payment.device(), json);
        text("email", payment.email(), json);
        text("email_domain", payment.emailDomain(), json);
    }

    /** Event id of a payment. */
    String eventId(DirectBuffer event) {
        payment.wrapAndApplyHeader(event, 0, header);
        for (TransactionDecoder.AttributesDecoder attribute : payment.attributes()) {
            attribute.skipValue();
        }
        return payment.eventId();
    }

    /** Writes amount, channel, card and merchant only. */
    void writeBrief(DirectBuffer event, JsonGenerator json) throws IOException {
        payment.wrapAndApplyHeader(event, 0, header);
        json.writeStringField("event_time", UtcTimes.text(payment.eventTimeNs()));
        writeAmount(json);
        json.writeStringField("channel", payment.channel().name().toLowerCase(Locale.ROOT));
        for (TransactionDecoder.AttributesDecoder attribute : payment.attributes()) {
            attribute.skipValue();
        }
        payment.skipEventId();
        text("card", payment.card(), json);
        payment.skipAccount();
        text("merchant", payment.merchant(), json);
    }

    /** Writes what was done with a payment, where that was told. */
    void writeActionTaken(DirectBuffer event, JsonGenerator json) throws IOException {
        payment.wrapAndApplyHeader(event, 0, header);
        writeActionTaken(json);
    }

    private void writeActionTaken(JsonGenerator json) throws IOException {
        Action taken = Action.get(payment.actionTakenRaw());
        if (taken != Action.NULL_VAL && taken != Action.SBE_UNKNOWN && taken != null) {
            json.writeStringField("action_taken", taken.name().toLowerCase(Locale.ROOT));
        }
    }

    private void writeAmount(JsonGenerator json) throws IOException {
        json.writeNumberField("amount_minor", payment.amountMinor());
        String code = CurrencyCodes.alphabetic(payment.currency());
        json.writeStringField(
                "currency", code != null ? code : Integer.toString(payment.currency()));
    }

    private void writeMerchantAndPlace(JsonGenerator json) throws IOException {
        int category = payment.merchantCategory();
        if (category != TransactionDecoder.merchantCategoryNullValue()) {
            String digits = Integer.toString(category);
            json.writeStringField(
                    "merchant_category",
                    "0".repeat(Math.max(0, CATEGORY_DIGITS - digits.length())) + digits);
        }
        text("merchant_country", payment.merchantCountry(), json);
        text("issuer_country", payment.issuerCountry(), json);
        IpAddressDecoder ip = payment.ip();
        if (ip.high() != 0 || ip.low() != 0) {
            json.writeStringField("ip", IpAddressText.of(ip.high(), ip.low()));
        }
        degrees("latitude", payment.latitudeMicro(), json);
        degrees("longitude", payment.longitudeMicro(), json);
    }

    private void writeAttributes(Optional<PolicyBundle> bundle, JsonGenerator json)
            throws IOException {
        TransactionDecoder.AttributesDecoder attributes = payment.attributes();
        if (attributes.count() == 0) {
            return;
        }
        json.writeObjectFieldStart("attributes");
        for (TransactionDecoder.AttributesDecoder attribute : attributes) {
            json.writeFieldName(name(attribute.attributeId(), bundle));
            writeValue(attribute, json);
        }
        json.writeEndObject();
    }

    private static String name(int id, Optional<PolicyBundle> bundle) {
        return bundle.stream()
                .flatMap(b -> b.attributes().stream())
                .filter(spec -> spec.id() == id)
                .map(AttributeSpec::name)
                .findFirst()
                .orElse("#" + id);
    }

    private static void writeValue(
            TransactionDecoder.AttributesDecoder attribute, JsonGenerator json) throws IOException {
        byte[] bytes = new byte[attribute.valueLength()];
        switch (attribute.attributeType()) {
            case INTEGER -> {
                attribute.getValue(bytes, 0, bytes.length);
                json.writeNumber(number(bytes));
            }
            case DOUBLE -> {
                attribute.getValue(bytes, 0, bytes.length);
                double value = Double.longBitsToDouble(number(bytes));
                JsonNumbers.write(value, json);
            }
            case BOOLEAN -> {
                attribute.getValue(bytes, 0, bytes.length);
                json.writeBoolean(bytes.length > 0 && bytes[0] != 0);
            }
            default -> {
                attribute.getValue(bytes, 0, bytes.length);
                json.writeString(new String(bytes, StandardCharsets.UTF_8));
            }
        }
    }

    /** Little-endian. */
    private static long number(byte[] bytes) {
        long number = 0;
        for (int i = Math.min(Long.BYTES, bytes.length) - 1; i >= 0; i--) {
            number = (number << Byte.SIZE) | (bytes[i] & 0xFF);
        }
        return number;
    }

    private static void text(String name, String value, JsonGenerator json) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, value);
        }
    }

    private static void degrees(String name, int micro, JsonGenerator json) throws IOException {
        if (micro != TransactionDecoder.latitudeMicroNullValue()) {
            json.writeNumberField(
                    name, BigDecimal.valueOf(micro, MICRO_DIGITS).stripTrailingZeros());
        }
    }
}
