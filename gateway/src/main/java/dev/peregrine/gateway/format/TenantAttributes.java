package dev.peregrine.gateway.format;

import dev.peregrine.client.Attribute;
import dev.peregrine.client.AttributeDictionary;
import dev.peregrine.gateway.mapping.MappedFields;
import dev.peregrine.protocol.codec.AttributeType;
import java.util.List;

/** Attributes that a table offers and a tenant's policy may declare. */
final class TenantAttributes {
    private static final String PREFIX = "attributes.";

    private TenantAttributes() {}

    /**
     * Whether a field of a request is none of the tenant's own, or one that its policy declares.
     */
    static boolean wants(String target, AttributeDictionary declared) {
        return !target.startsWith(PREFIX)
                || declared.find(target.substring(PREFIX.length())) != null;
    }

    /** Turns numbers and flags into texts where the policy declares a text. */
    static void fit(MappedFields fields, AttributeDictionary declared) {
        for (String target : List.copyOf(fields.values().keySet())) {
            Attribute attribute =
                    target.startsWith(PREFIX)
                            ? declared.find(target.substring(PREFIX.length()))
                            : null;
            if (attribute == null) {
                continue;
            }
            Object value = fields.get(target);
            if (attribute.type() == AttributeType.DOUBLE && value instanceof Long whole) {
                fields.put(target, (double) whole);
            } else if (!isOf(attribute.type(), value)) {
                fields.put(target, value.toString());
            }
        }
    }

    /** Turns texts into what the policy declares; what cannot be turned is left to be refused. */
    static void read(MappedFields fields, AttributeDictionary declared) {
        for (String target : List.copyOf(fields.values().keySet())) {
            Attribute attribute =
                    target.startsWith(PREFIX)
                            ? declared.find(target.substring(PREFIX.length()))
                            : null;
            if (attribute != null && fields.get(target) instanceof String text) {
                fields.put(target, value(attribute.type(), text));
            }
        }
    }

    private static Object value(AttributeType type, String text) {
        try {
            return switch (type) {
                case INTEGER -> Long.valueOf(text);
                case DOUBLE -> finite(text);
                case BOOLEAN ->
                        text.equals("true") || text.equals("false") ? Boolean.valueOf(text) : text;
                default -> text;
            };
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private static Object finite(String text) {
        double value = Double.parseDouble(text);
        return Double.isFinite(value) ? (Object) value : text;
    }

    private static boolean isOf(AttributeType type, Object value) {
        return switch (type) {
            case INTEGER -> value instanceof Long;
            case DOUBLE -> value instanceof Double;
            case BOOLEAN -> value instanceof Boolean;
            default -> value instanceof String;
        };
    }
}
