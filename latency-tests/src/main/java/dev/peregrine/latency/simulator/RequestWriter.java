package dev.peregrine.latency.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.peregrine.protocol.codec.LabelKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

/** Writes simulated transactions as requests of the HTTP API. Allocates. Not thread-safe. */
public final class RequestWriter {
    private final JsonFactory factory = new JsonFactory();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    private final EventIds ids;
    private final byte[] token = new byte[Tokens.LENGTH];

    /**
     * @param prefix tells runs apart that share a node; ASCII, at most 32 characters
     */
    public RequestWriter(String prefix) {
        ids = new EventIds(prefix);
    }

    /** The body of a decision request, UTF-8. */
    public byte[] write(SimulatedTransaction tx) {
        out.reset();
        try (JsonGenerator json = factory.createGenerator(out)) {
            json.writeStartObject();
            byte[] id = ids.write(SimulatedEvent.Kind.TRANSACTION, LabelKind.NULL_VAL, tx.number);
            field(json, "event_id", id, id.length);
            json.writeStringField("event_time", time(tx.eventTimeNs));
            json.writeNumberField("amount_minor", tx.amountMinor);
            json.writeStringField("currency", "EUR");
            json.writeStringField("channel", tx.channel.name().toLowerCase(Locale.ROOT));
            field(json, "card", token, Tokens.card(tx.card, token));
            field(json, "account", token, Tokens.account(tx.customer, token));
            field(json, "merchant", token, Tokens.merchant(tx.merchant, token));
            json.writeStringField(
                    "merchant_category", String.format(Locale.ROOT, "%04d", tx.merchantCategory));
            json.writeStringField("merchant_country", tx.merchantCountry());
            json.writeStringField("issuer_country", tx.issuerCountry());
            json.writeNumberField("latitude", tx.latitudeMicro / 1e6);
            json.writeNumberField("longitude", tx.longitudeMicro / 1e6);
            if (tx.online()) {
                byte[] domain = Tokens.emailDomain(tx.emailDomain);
                json.writeStringField("ip", address(tx.ipHigh, tx.ipLow));
                field(json, "device", token, Tokens.device(tx.device, token));
                field(json, "email", token, Tokens.email(tx.email, token));
                field(json, "email_domain", domain, domain.length);
            } else {
                field(json, "terminal", token, Tokens.terminal(tx.terminal, token));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The same as text. */
    public String text(SimulatedTransaction tx) {
        return new String(write(tx), StandardCharsets.UTF_8);
    }

    private static void field(JsonGenerator json, String name, byte[] ascii, int length)
            throws IOException {
        json.writeFieldName(name);
        json.writeUTF8String(ascii, 0, length);
    }

    private static String time(long timeNs) {
        return Instant.ofEpochSecond(timeNs / 1_000_000_000L, timeNs % 1_000_000_000L).toString();
    }

    private static String address(long high, long low) {
        if (high == 0) {
            return String.format(
                    Locale.ROOT,
                    "%d.%d.%d.%d",
                    (low >>> 24) & 0xFF,
                    (low >>> 16) & 0xFF,
                    (low >>> 8) & 0xFF,
                    low & 0xFF);
        }
        StringBuilder text = new StringBuilder(40);
        for (int group = 0; group < 8; group++) {
            long half = group < 4 ? high : low;
            text.append(group == 0 ? "" : ":")
                    .append(Long.toHexString((half >>> (48 - 16 * (group & 3))) & 0xFFFF));
        }
        return text.toString();
    }
}
