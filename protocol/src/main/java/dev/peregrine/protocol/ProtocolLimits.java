package dev.peregrine.protocol;

/** Bounds that the schema states in words. Every edge checks them before an event is sequenced. */
public final class ProtocolLimits {
    /** Greatest length of an event id, in bytes of UTF-8; the least is 1. */
    public static final int MAX_EVENT_ID_LENGTH = 64;

    /**
     * Greatest length of a key field (card, account, merchant, terminal, device, e-mail token), in
     * bytes.
     */
    public static final int MAX_KEY_LENGTH = 64;

    /** Greatest length of an e-mail domain, in bytes. */
    public static final int MAX_EMAIL_DOMAIN_LENGTH = 253;

    /** Greatest amount in minor units: what a double still holds exactly. */
    public static final long MAX_AMOUNT_MINOR = 1L << 53;

    /** Greatest length of an event with its message header, in bytes. */
    public static final int MAX_EVENT_LENGTH = 4096;

    /** Greatest length of an encoded decision body with its message header, in bytes. */
    public static final int MAX_DECISION_BODY_LENGTH = 4096;

    /** Greatest number of a tenant's own attributes in one event. */
    public static final int MAX_ATTRIBUTES = 64;

    /** Greatest number of a tenant; the least is 1. */
    public static final int MAX_TENANT_ID = 65534;

    /** Latest time in nanoseconds since 1970: in the year 2116. The earliest is 0. */
    public static final long MAX_TIME_NS = 1L << 62;

    /** Greatest ISO 4217 numeric code; the least is 1. */
    public static final int MAX_CURRENCY = 999;

    /** Greatest merchant category code; the least is 0. */
    public static final int MAX_MERCHANT_CATEGORY = 9999;

    /** Greatest latitude north or south, in degrees x 10^6. */
    public static final int MAX_LATITUDE_MICRO = 90_000_000;

    /** Greatest longitude east or west, in degrees x 10^6. */
    public static final int MAX_LONGITUDE_MICRO = 180_000_000;

    /** Greatest id of a tenant's own attribute. */
    public static final int MAX_ATTRIBUTE_ID = 65534;

    /** Greatest length of a tenant's own attribute of type STRING, in bytes. */
    public static final int MAX_ATTRIBUTE_LENGTH = 256;

    /**
     * Greatest length of a name in a control event (list, label source, node version), in bytes.
     */
    public static final int MAX_NAME_LENGTH = 128;

    /** Greatest length of a text for people in a control event, and of a list entry, in bytes. */
    public static final int MAX_TEXT_LENGTH = 512;

    /** Greatest number of decimal digits of an exchange rate. */
    public static final int MAX_RATE_SCALE = 12;

    private ProtocolLimits() {}
}
