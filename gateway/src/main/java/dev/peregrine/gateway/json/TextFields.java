package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonParser;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.Channel;
import dev.peregrine.protocol.codec.Purpose;
import dev.peregrine.protocol.event.IpAddress;
import dev.peregrine.protocol.event.TransactionBuilder;
import java.io.IOException;
import java.util.Locale;

/** Reads a payment's texts into the event. A text that cannot be taken is reported. */
final class TextFields {
    private final TransactionBuilder builder;
    private final FieldErrors errors;
    private final TextReader texts;
    private final IpAddress ipAddress = new IpAddress();
    private int currency;

    TextFields(TransactionBuilder builder, FieldErrors errors, TextReader texts) {
        this.builder = builder;
        this.errors = errors;
        this.texts = texts;
    }

    /** ISO 4217 number of the currency read last; 0 when it was none. */
    int currency() {
        return currency;
    }

    /** Takes the text on which the parser stands. */
    void read(RequestField field, JsonParser parser) throws IOException {
        switch (field) {
            case EVENT_TIME -> eventTime(field, parser);
            case CHANNEL -> channel(field, parser);
            case PURPOSE -> purpose(field, parser);
            case ACTION_TAKEN -> actionTaken(field, parser);
            default -> {
                CharSequence text = texts.read(field, parser);
                if (text != null) {
                    set(field, text);
                }
            }
        }
    }

    private void set(RequestField field, CharSequence text) {
        switch (field) {
            case EVENT_ID -> builder.eventId(text);
            case CURRENCY -> currency(field, text);
            case MERCHANT_COUNTRY -> builder.merchantCountry(text);
            case ISSUER_COUNTRY -> builder.issuerCountry(text);
            case EMAIL_DOMAIN -> emailDomain(field, text);
            case IP -> ip(field, text);
            default -> builder.key(field.keyField(), text);
        }
    }

    private void eventTime(RequestField field, JsonParser parser) throws IOException {
        long timeNs = texts.readTimeNs(field, parser);
        if (timeNs >= 0) {
            builder.eventTimeNs(timeNs);
        }
    }

    private void channel(RequestField field, JsonParser parser) throws IOException {
        Channel channel = texts.readName(field, parser, Names.CHANNELS);
        if (channel != null) {
            builder.channel(channel);
        }
    }

    private void purpose(RequestField field, JsonParser parser) throws IOException {
        Purpose purpose = texts.readName(field, parser, Names.PURPOSES);
        if (purpose != null) {
            builder.purpose(purpose);
        }
    }

    private void actionTaken(RequestField field, JsonParser parser) throws IOException {
        Action action = texts.readName(field, parser, Names.ACTIONS);
        if (action != null) {
            builder.actionTaken(action);
        }
    }

    private void currency(RequestField field, CharSequence text) {
        currency = CurrencyCodes.numericOf(text);
        if (currency == 0) {
            errors.add(
                    field,
                    Texts.snippet(text),
                    "must be an ISO 4217 currency in capitals, such as EUR");
        }
    }

    private void emailDomain(RequestField field, CharSequence text) {
        String domain = text.toString();
        if (domain.indexOf('@') >= 0) {
            errors.add(field, "", "must be only the part after the @");
        } else {
            builder.emailDomain(domain.toLowerCase(Locale.ROOT));
        }
    }

    private void ip(RequestField field, CharSequence text) {
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
