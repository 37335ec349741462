package dev.peregrine.gateway.json;

import dev.peregrine.client.AttributeDictionary;
import dev.peregrine.protocol.ProtocolLimits;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/** Request bodies for tests. */
public final class Requests {
    /** Every field, with a value. */
    public static final String FULL =
            """
            {
              "event_id": "pay-1",
              "event_time": "2026-01-31T12:00:00.123+01:00",
              "amount_minor": 12345,
              "currency": "EUR",
              "channel": "ecommerce",
              "card": "card-tok-1",
              "account": "acc-1",
              "merchant": "m-1",
              "terminal": "t-1",
              "device": "d-1",
              "email": "em-tok-é",
              "email_domain": "Example.COM",
              "ip": "192.0.2.1",
              "merchant_category": "0742",
              "merchant_country": "DE",
              "issuer_country": "FR",
              "latitude": 52.520008,
              "longitude": -13.404954
            }
            """;

    /** Only what is required. */
    public static final String LEAST =
            """
            {"event_id":"pay-2","event_time":"2026-01-31T12:00:00Z","amount_minor":1,"currency":"JPY"}""";

    private Requests() {}

    /** The least request with one more member. */
    public static String with(String member) {
        return LEAST.substring(0, LEAST.length() - 1) + "," + member + "}";
    }

    static UnsafeBuffer event() {
        return new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    }

    static RequestHead head(String key) {
        return RequestHead.of(EventKind.DECISION, key, 1, AttributeDictionary.EMPTY);
    }

    static int read(String body, String key, UnsafeBuffer event) throws InvalidRequestException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new DecisionJson().readRequest(bytes, 0, bytes.length, head(key), event);
    }
}
