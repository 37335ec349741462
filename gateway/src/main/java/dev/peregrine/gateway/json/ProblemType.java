package dev.peregrine.gateway.json;

/** Kinds of failure that the HTTP API tells apart. Their slugs and status codes are stable. */
public enum ProblemType {
    MALFORMED_REQUEST(400, "malformed-request", "Not a well-formed HTTP request"),
    MALFORMED_JSON(400, "malformed-json", "The body is not well-formed JSON"),
    MALFORMED_MESSAGE(400, "malformed-message", "The body is not a well-formed message"),
    INVALID_FIELD(400, "invalid-field", "A field is missing, unknown or not valid"),
    UNAUTHENTICATED(401, "unauthenticated", "No valid key or token"),
    FORBIDDEN(403, "forbidden", "Not what the key or token is for"),
    WRONG_TENANT(403, "wrong-tenant", "No access to this tenant"),
    NOT_FOUND(404, "not-found", "There is no such resource"),
    METHOD_NOT_ALLOWED(405, "method-not-allowed", "The resource does not take this method"),
    DECISION_UNAVAILABLE(410, "decision-unavailable", "The decision is no longer kept"),
    REQUEST_TIMEOUT(408, "request-timeout", "The request did not arrive in time"),
    BODY_TOO_LARGE(413, "body-too-large", "The body is too large"),
    URI_TOO_LONG(414, "uri-too-long", "The request line is too long"),
    UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "The body is not JSON"),
    EVENT_ID_CONFLICT(422, "event-id-conflict", "The event id was used for another event"),
    EVENT_TIME_REFUSED(422, "event-time-refused", "The event time is too far from now"),
    ORIGINAL_UNKNOWN(422, "original-unknown", "The payment is not known here"),
    NO_EXCHANGE_RATE(422, "no-exchange-rate", "There is no rate for the currency"),
    NOT_PROCESSABLE(422, "not-processable", "The event cannot be processed"),
    CHANGE_REFUSED(422, "change-refused", "The change is not made"),
    OVERLOADED(429, "overloaded", "Too many requests"),
    RATE_LIMITED(429, "rate-limited", "Too many requests with this key or token"),
    HEADERS_TOO_LARGE(431, "headers-too-large", "The headers are too large"),
    INTERNAL_ERROR(500, "internal-error", "An error of the gateway"),
    ENGINE_MISMATCH(502, "engine-mismatch", "Gateway and engine do not understand each other"),
    UNAVAILABLE(503, "unavailable", "The engine cannot be asked now"),
    SHUTTING_DOWN(503, "shutting-down", "The service is stopping"),
    NO_POLICY(503, "no-policy", "The tenant has no active policy"),
    CAPACITY(503, "capacity", "The engine's state is full"),
    TIMEOUT(504, "timeout", "No decision in time");

    private final int status;
    private final String slug;
    private final String title;

    ProblemType(int status, String slug, String title) {
        this.status = status;
        this.slug = slug;
        this.title = title;
    }

    /** HTTP status code. */
    public int status() {
        return status;
    }

    /** The {@code type} member: a URN, not to be fetched. */
    public String uri() {
        return "urn:peregrine:problem:" + slug;
    }

    /** The {@code title} member. */
    public String title() {
        return title;
    }

    /** Whether the same request may succeed a little later: a Retry-After header goes with it. */
    public boolean isPassing() {
        return this == OVERLOADED
                || this == RATE_LIMITED
                || this == UNAVAILABLE
                || this == SHUTTING_DOWN
                || this == TIMEOUT;
    }
}
