package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonParser;
import dev.peregrine.protocol.codec.Channel;
import dev.peregrine.protocol.event.IpAddress;
import dev.peregrine.protocol.event.TransactionBuilder;
import java.io.IOException;
import java.util.Locale;

/** Reads the request's texts into the event. A text that cannot be taken is reported. */
final class TextFields {
    private final TransactionBuilder builder;
    private final FieldErrors errors;
    private final IpAddress ipAddress = new IpAddress();
    private final CharSlice text = new CharSlice();
    private int currency;

    TextFields(TransactionBuilder builder, FieldErrors errors) {
        this.builder = builder;
        this.errors = errors;
    }

    /** ISO 4217 number of the currency read last; 0 when it was none. */
    int currency() {
        return currency;
    }

    /** Takes the text on which the parser stands. The text read last is valid until the next. */
    CharSequence read(RequestField field, JsonParser parser) throws IOException {
        if (!JsonTypes.isString(field, parser, errors)) {
            return "";
        }
        text.wrap(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        if (text.length() == 0) {
            errors.add(field, "", "is empty; leave it out instead");
        } else if (!Texts.isClean(text)) {
            errors.add(
                    field,
                    "",
                    "must not contain control characters, line breaks or unpaired surrogates");
        } else {
            set(field);
        }
        return text;
    }

    private void set(RequestField field) {
        switch (field) {
            case EVENT_ID -> builder.eventId(text);
            case EVENT_TIME -> eventTime(field);
            case CURRENCY -> currency(field);
            case CHANNEL -> channel(field);
            case MERCHANT_COUNTRY -> builder.merchantCountry(text);
            case ISSUER_COUNTRY -> builder.issuerCountry(text);
            case EMAIL_DOMAIN -> emailDomain(field);
            case IP -> ip(field);
            default -> builder.key(field.keyField(), text);
        }
    }

    private void eventTime(RequestField field) {
        long timeNs = Rfc3339.parse(text);
        if (timeNs < 0) {
            errors.add(
                    field,
                    Texts.snippet(text),
                    "must be a time from 1970 on as RFC 3339 writes it, such as"
                            + " 2026-01-31T12:00:00.123Z");
        } else {
            builder.eventTimeNs(timeNs);
        }
    }

    private void currency(RequestField field) {
        currency = CurrencyCodes.numericOf(text);
        if (currency == 0) {
            errors.add(
                    field,
                    Texts.snippet(text),
                    "must be an ISO 4217 currency in capitals, such as EUR");
        }
    }

    private void channel(RequestField field) {
        String name = text.toString();
        Channel channel = Channels.ofName(name);
        if (channel != null) {
            builder.channel(channel);
            return;
        }
        String hint =
                Suggestion.nearest(name, Channels.names())
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("");
        errors.add(
                field,
                Texts.snippet(text),
                "must be one of " + String.join(", ", Channels.names()) + hint);
    }

    private void emailDomain(RequestField field) {
        String domain = text.toString();
        if (domain.indexOf('@') >= 0) {
            errors.add(field, "", "must be only the part after the @");
        } else {
            builder.emailDomain(domain.toLowerCase(Locale.ROOT));
        }
    }

    private void ip(RequestField field) {
        if (!ipAddress.parse(text)) {
            errors.add(
                    field,
                    Texts.snippet(text),
                    "must be an IPv4 or IPv6 address, such as 192.0.2.1 or 2001:db8::1");
        } else if ((ipAddress.high() | ipAddress.low()) == 0) {
            errors.add(field, Texts.snippet(text), "must not be the unspecified address");
        } else {
            builder.ip(ipAddress.high(), ipAddress.low());
        }
    }
}
