package dev.peregrine.gateway.json;

import dev.peregrine.protocol.KeyField;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Fields of a decision request. Names are part of the HTTP API. */
enum RequestField {
    EVENT_ID,
    EVENT_TIME,
    AMOUNT_MINOR,
    CURRENCY,
    CHANNEL,
    CARD(KeyField.CARD),
    ACCOUNT(KeyField.ACCOUNT),
    MERCHANT(KeyField.MERCHANT),
    TERMINAL(KeyField.TERMINAL),
    DEVICE(KeyField.DEVICE),
    EMAIL(KeyField.EMAIL),
    EMAIL_DOMAIN(KeyField.EMAIL_DOMAIN),
    IP(KeyField.IP),
    MERCHANT_CATEGORY,
    MERCHANT_COUNTRY,
    ISSUER_COUNTRY,
    LATITUDE,
    LONGITUDE;

    private static final Map<String, RequestField> BY_NAME = new HashMap<>();

    static {
        for (RequestField field : values()) {
            BY_NAME.put(field.externalName, field);
        }
    }

    private final String externalName;
    private final KeyField keyField;

    RequestField() {
        this.externalName = name().toLowerCase(Locale.ROOT);
        this.keyField = null;
    }

    RequestField(KeyField keyField) {
        this.externalName = keyField.externalName();
        this.keyField = keyField;
    }

    /** Name in JSON. */
    String externalName() {
        return externalName;
    }

    /** Which key field of the event it fills; null when none. */
    KeyField keyField() {
        return keyField;
    }

    /** The field of a name in JSON; null when there is none. */
    static RequestField ofName(String name) {
        return BY_NAME.get(name);
    }

    /** All names in JSON. */
    static Iterable<String> names() {
        return BY_NAME.keySet();
    }
}
