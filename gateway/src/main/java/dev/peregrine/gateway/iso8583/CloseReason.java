package dev.peregrine.gateway.iso8583;

import java.util.Locale;

/** Why a connection is closed from this side. Names are values of a metric's label. */
enum CloseReason {
    TOO_LONG("a message is longer than max-length"),
    TOO_SHORT("a message is too short for a type and a bitmap"),
    BAD_TYPE("a message has no type of four digits"),
    BAD_BITMAP("a message's bitmap is not one"),
    NO_TRACE("a message has neither field 11 nor 37, so an answer could not be matched"),
    SLOW_SENDER("a message did not arrive whole in time"),
    SLOW_READER("the peer did not read its answers"),
    TOO_MANY("there are too many connections"),
    NO_TENANT("the client certificate is for no tenant"),
    FAILURE("an error of the gateway");

    private final String text;

    CloseReason(String text) {
        this.text = text;
    }

    /** For people. */
    String text() {
        return text;
    }

    /** For metrics. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
