package dev.peregrine.gateway.iso8583;

import java.util.BitSet;

/**
 * What was read of a message: texts by field, the card's token, and the first fault. Holds no card
 * number. Belongs to one message; not thread-safe.
 */
final class DecodedMessage {
    private final MessageType type;
    private final String[] values = new String[FieldTable.LAST + 1];
    private final BitSet present = new BitSet(FieldTable.LAST + 1);
    private String card;
    private FieldFault fault;

    DecodedMessage(MessageType type) {
        this.type = type;
    }

    MessageType type() {
        return type;
    }

    /** The text of a field that is read; null when the message does not have it. */
    String value(int field) {
        return values[field];
    }

    /** Whether the bitmap names a field, be it read or dropped. */
    boolean has(int field) {
        return present.get(field);
    }

    /** Token of the card, of field 2 or else of track 2; null when it has neither. */
    String card() {
        return card;
    }

    /** The first fault; null when the message could be read to its end. */
    FieldFault fault() {
        return fault;
    }

    void put(int field, String value) {
        values[field] = value;
    }

    void mark(int field) {
        present.set(field);
    }

    void card(String token) {
        card = token;
    }

    void fault(FieldFault first) {
        if (fault == null) {
            fault = first;
        }
    }
}
