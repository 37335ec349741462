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

    private ProtocolLimits() {}
}
