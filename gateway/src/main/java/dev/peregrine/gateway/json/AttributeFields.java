package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import dev.peregrine.client.Attribute;
import dev.peregrine.client.AttributeDictionary;
import dev.peregrine.protocol.event.EventFieldException;
import dev.peregrine.protocol.event.TransactionBuilder;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Reads a payment's object of the tenant's own attributes, each in its declared type. */
final class AttributeFields {
    private final TransactionBuilder builder;
    private final FieldErrors errors;
    private final TextReader texts;
    private final Set<String> named = new HashSet<>();

    AttributeFields(TransactionBuilder builder, FieldErrors errors, TextReader texts) {
        this.builder = builder;
        this.errors = errors;
        this.texts = texts;
    }

    /** Takes the object on which the parser stands. */
    void read(RequestField field, JsonParser parser, AttributeDictionary dictionary)
            throws IOException {
        if (!JsonTypes.isObject(field, parser, errors)) {
            return;
        }
        named.clear();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            Attribute attribute = dictionary.find(name);
            if (attribute == null) {
                unknown(field, name, dictionary);
                parser.skipChildren();
            } else if (!named.add(name)) {
                errors.add(path(field, name), "", "is given twice");
                parser.skipChildren();
            } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
                set(attribute, new AttributeField(path(field, name)), parser);
            }
        }
    }

    private void set(Attribute attribute, AttributeField field, JsonParser parser)
            throws IOException {
        try {
            switch (attribute.type()) {
                case INTEGER -> integer(attribute.id(), field, parser);
                case DOUBLE -> number(attribute.id(), field, parser);
                case BOOLEAN -> {
                    if (JsonTypes.isBoolean(field, parser, errors)) {
                        builder.attribute(attribute.id(), parser.getBooleanValue());
                    }
                }
                default -> {
                    CharSequence text = texts.read(field, parser);
                    if (text != null) {
                        builder.attribute(attribute.id(), text);
                    }
                }
            }
        } catch (EventFieldException e) {
            errors.add(field.externalName(), e, texts.last());
        }
    }

    private void integer(int id, AttributeField field, JsonParser parser) throws IOException {
        if (!JsonTypes.isInteger(field, parser, errors)) {
            return;
        }
        if (parser.getNumberType() == NumberType.BIG_INTEGER) {
            errors.add(field, Texts.snippet(parser.getText()), "must fit into 64 bits");
        } else {
            builder.attribute(id, parser.getLongValue());
        }
    }

    private void number(int id, AttributeField field, JsonParser parser) throws IOException {
        if (!JsonTypes.isNumber(field, parser, errors)) {
            return;
        }
        double value = parser.getDoubleValue();
        if (Double.isFinite(value)) {
            builder.attribute(id, value);
        } else {
            errors.add(field, Texts.snippet(parser.getText()), "must fit into 64 bits");
        }
    }

    private void unknown(RequestField field, String name, AttributeDictionary dictionary) {
        errors.add(
                path(field, Texts.name(name)),
                "",
                "is not an attribute that the tenant's policy declares"
                        + Suggestion.hint(name, dictionary.names()));
    }

    private static String path(RequestField field, String name) {
        return field.externalName() + "." + name;
    }

    private record AttributeField(String externalName) implements ApiField {
        @Override
        public TextRule textRule() {
            return TextRule.FREE;
        }
    }
}
