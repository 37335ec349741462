package dev.peregrine.gateway.iso8583;

import dev.peregrine.client.Attribute;
import dev.peregrine.client.AttributeDictionary;
import dev.peregrine.gateway.mapping.FieldSource;
import dev.peregrine.gateway.mapping.FormatTable;
import dev.peregrine.gateway.mapping.MappedFields;
import dev.peregrine.gateway.mapping.MappingInput;
import dev.peregrine.gateway.mapping.MessageTable;
import dev.peregrine.gateway.mapping.TokenHash;
import dev.peregrine.protocol.codec.AttributeType;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Makes requests of messages by the tables of {@code formats/iso8583.yaml}. Not thread-safe. */
final class RequestMapper {
    private static final String ATTRIBUTES = "attributes.";
    private static final String ORIGINAL = "original";
    private static final String ORIGINAL_ID = "original_event_id";

    private final Iso8583Version version;
    private final ZoneId zone;
    private final TokenHash tokens;
    private final MessageTable request;
    private final MessageTable advice;
    private final MessageTable reversal;

    RequestMapper(FormatTable format, Iso8583Version version, ZoneId zone, TokenHash tokens) {
        this.version = version;
        this.zone = zone;
        this.tokens = tokens;
        this.request = format.message("request-" + version.year());
        this.advice = format.message("advice-" + version.year());
        this.reversal = format.message("reversal-" + version.year());
    }

    /**
     * Makes a request.
     *
     * @param attributes that the tenant declares
     * @param nowNs time of day, nanoseconds since 1970
     */
    MappedRequest map(DecodedMessage message, AttributeDictionary attributes, long nowNs) {
        MessagePlaces places = new MessagePlaces(message, version, zone, nowNs);
        MessageType.Kind kind = message.type().kind(version);
        MessageTable table =
                switch (kind) {
                    case REQUEST -> request;
                    case ADVICE -> advice;
                    case REVERSAL -> reversal;
                    default -> throw new IllegalArgumentException(kind.name());
                };
        MappedFields fields = map(table, places, attributes, nowNs);
        return new MappedRequest(
                table.event(), fields, () -> withOriginal(places, attributes, nowNs));
    }

    /**
     * The same reversal with the payment that it takes back, as far as the message tells it; null
     * when that is not enough.
     */
    private MappedFields withOriginal(
            MessagePlaces places, AttributeDictionary attributes, long nowNs) {
        if (!places.namesOriginal()) {
            return null;
        }
        MessageTable table = places.isOriginalAdvice() ? advice : request;
        MappedFields payment = map(table, places.original(), attributes, nowNs);
        if (!payment.faults().isEmpty()) {
            return null;
        }
        payment.put("purpose", null).put("action_taken", null);
        MappedFields fields = map(reversal, places, attributes, nowNs).put(ORIGINAL_ID, null);
        payment.values().forEach((target, value) -> fields.put(ORIGINAL + "." + target, value));
        return fields;
    }

    private MappedFields map(
            MessageTable table, FieldSource source, AttributeDictionary attributes, long nowNs) {
        Predicate<String> wanted =
                target ->
                        !target.startsWith(ATTRIBUTES)
                                || attributes.find(target.substring(ATTRIBUTES.length())) != null;
        MappedFields fields = table.map(new MappingInput(source, tokens, nowNs), wanted);
        for (Map.Entry<String, Object> field : List.copyOf(fields.values().entrySet())) {
            String target = field.getKey();
            if (target.startsWith(ATTRIBUTES)) {
                fields.put(target, typed(attributes, target, field.getValue().toString()));
            }
        }
        return fields;
    }

    /** Digits as a number where the tenant declares one. */
    private static Object typed(AttributeDictionary attributes, String target, String text) {
        Attribute attribute = attributes.find(target.substring(ATTRIBUTES.length()));
        boolean isNumber =
                attribute.type() == AttributeType.INTEGER
                        && text.chars().allMatch(Character::isDigit);
        return isNumber ? (Object) Long.valueOf(text) : text;
    }
}
