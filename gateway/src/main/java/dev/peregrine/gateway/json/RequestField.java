package dev.peregrine.gateway.json;

import dev.peregrine.protocol.KeyField;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Fields of a payment in a request. Names are part of the HTTP API. */
enum RequestField implements ApiField {
    EVENT_ID(TextRule.IDENTIFIER),
    EVENT_TIME,
    AMOUNT_MINOR,
    CURRENCY,
    CHANNEL,
    CARD(KeyField.CARD, TextRule.FREE),
    ACCOUNT(KeyField.ACCOUNT, TextRule.FREE),
    MERCHANT(KeyField.MERCHANT, TextRule.IDENTIFIER),
    TERMINAL(KeyField.TERMINAL, TextRule.IDENTIFIER),
    DEVICE(KeyField.DEVICE, TextRule.FREE),
    EMAIL(KeyField.EMAIL, TextRule.FREE),
    EMAIL_DOMAIN(KeyField.EMAIL_DOMAIN, TextRule.FREE),
    IP(KeyField.IP, TextRule.TYPED),
    MERCHANT_CATEGORY,
    MERCHANT_COUNTRY,
    ISSUER_COUNTRY,
    LATITUDE,
    LONGITUDE,
    ATTRIBUTES(TextRule.FREE),
    PURPOSE,
    ACTION_TAKEN;

    /** Fields of a payment that wants a decision, and of one that an event belongs to. */
    static final Set<RequestField> PAYMENT =
            Collections.unmodifiableSet(EnumSet.range(EVENT_ID, ATTRIBUTES));

    /** Fields of a payment that happened already. */
    static final Set<RequestField> BACK_FILL =
            Collections.unmodifiableSet(EnumSet.allOf(RequestField.class));

    private static final Map<String, RequestField> BY_NAME = new HashMap<>();

    static {
        for (RequestField field : values()) {
            BY_NAME.put(field.externalName, field);
        }
    }

    private final String externalName;
    private final KeyField keyField;
    private final TextRule textRule;

    RequestField() {
        this(TextRule.TYPED);
    }

    RequestField(TextRule textRule) {
        this.externalName = name().toLowerCase(Locale.ROOT);
        this.keyField = null;
        this.textRule = textRule;
    }

    RequestField(KeyField keyField, TextRule textRule) {
        this.externalName = keyField.externalName();
        this.keyField = keyField;
        this.textRule = textRule;
    }

    @Override
    public String externalName() {
        return externalName;
    }

    @Override
    public TextRule textRule() {
        return textRule;
    }

    /** Which key field of the event it fills; null when none. */
    KeyField keyField() {
        return keyField;
    }

    /** The field of a name in JSON; null when there is none. */
    static RequestField ofName(String name) {
        return BY_NAME.get(name);
    }

    /** The names in JSON of some fields. */
    static Iterable<String> names(Set<RequestField> fields) {
        Set<String> names = new LinkedHashSet<>();
        fields.forEach(field -> names.add(field.externalName));
        return names;
    }
}
