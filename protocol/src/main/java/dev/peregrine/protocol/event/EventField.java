package dev.peregrine.protocol.event;

/** Fields that a refusal can name. */
enum EventField {
    EVENT("event"),
    SCHEMA_ID("schemaId"),
    TEMPLATE_ID("templateId"),
    VERSION("version"),
    BLOCK_LENGTH("blockLength"),
    TENANT_ID("tenantId"),
    PURPOSE("purpose"),
    CHANNEL("channel"),
    EVENT_TIME_NS("eventTimeNs"),
    AMOUNT_MINOR("amountMinor"),
    CURRENCY("currency"),
    MERCHANT_CATEGORY("merchantCategory"),
    MERCHANT_COUNTRY("merchantCountry"),
    ISSUER_COUNTRY("issuerCountry"),
    LATITUDE_MICRO("latitudeMicro"),
    LONGITUDE_MICRO("longitudeMicro"),
    ACTION_TAKEN("actionTaken"),
    ATTRIBUTES("attributes"),
    ATTRIBUTE_ID("attributeId"),
    ATTRIBUTE_TYPE("attributeType"),
    ATTRIBUTE_VALUE("attributes.value"),
    EVENT_ID("eventId"),
    CARD("card"),
    ACCOUNT("account"),
    MERCHANT("merchant"),
    TERMINAL("terminal"),
    DEVICE("device"),
    EMAIL("email"),
    EMAIL_DOMAIN("emailDomain"),
    OUTCOME_TIME_NS("outcomeTimeNs"),
    RESPONSE_CODE("responseCode"),
    AVS_RESULT("avsResult"),
    CVV_RESULT("cvvResult"),
    THREE_DS_STATUS("threeDsStatus"),
    FINAL_ACTION("finalAction"),
    ORIGINAL("original"),
    KIND("kind"),
    LABEL_TIME_NS("labelTimeNs"),
    SOURCE("source"),
    REVERSAL_TIME_NS("reversalTimeNs"),
    TIME_NS("timeNs"),
    OPERATION("operation"),
    MATCH("match"),
    EXPIRES_NS("expiresNs"),
    LIST("list"),
    VALUE("value"),
    REASON("reason"),
    VALID_FROM_NS("validFromNs"),
    FROM_CURRENCY("fromCurrency"),
    TO_CURRENCY("toCurrency"),
    RATE("rate"),
    SCALE("scale"),
    POLICY_VERSION("policyVersion"),
    ACTOR("actor"),
    EPOCH("epoch"),
    SEMANTICS_VERSION("semanticsVersion"),
    NODE_VERSION("nodeVersion");

    private final String path;
    private final String pathInOriginal;

    EventField(String path) {
        this.path = path;
        this.pathInOriginal = "original." + path;
    }

    String path(boolean inOriginal) {
        return inOriginal ? pathInOriginal : path;
    }
}
