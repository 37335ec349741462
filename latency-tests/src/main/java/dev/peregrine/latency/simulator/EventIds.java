package dev.peregrine.latency.simulator;

import dev.peregrine.protocol.codec.LabelKind;
import java.nio.charset.StandardCharsets;

/**
 * Writes the identities of events: a letter for the kind, the run's prefix, and the transaction's
 * number in base 36. Reusable; allocates nothing.
 */
final class EventIds {
    static final int MAX_PREFIX_LENGTH = 32;

    private static final int NUMBER_WIDTH = 8;

    private final byte[] bytes;

    /**
     * @param prefix tells runs apart that share a node; ASCII, at most 32 characters
     */
    EventIds(String prefix) {
        if (prefix.length() > MAX_PREFIX_LENGTH) {
            throw new IllegalArgumentException("prefix " + prefix + " is too long");
        }
        byte[] ascii = prefix.getBytes(StandardCharsets.US_ASCII);
        bytes = new byte[2 + ascii.length + 1 + NUMBER_WIDTH];
        bytes[1] = '-';
        System.arraycopy(ascii, 0, bytes, 2, ascii.length);
        bytes[2 + ascii.length] = '-';
    }

    /** Writes the id of an event; the array is reused. All of it is the id. */
    byte[] write(SimulatedEvent.Kind kind, LabelKind labelKind, long number) {
        bytes[0] = letter(kind, labelKind);
        Tokens.number(number, NUMBER_WIDTH, bytes, bytes.length - NUMBER_WIDTH);
        return bytes;
    }

    private static byte letter(SimulatedEvent.Kind kind, LabelKind labelKind) {
        return switch (kind) {
            case TRANSACTION -> 't';
            case OUTCOME -> 'o';
            case REVERSAL -> 'r';
            case LABEL ->
                    switch (labelKind) {
                        case FRAUD -> 'f';
                        case CHARGEBACK -> 'c';
                        case RETRACTION -> 'x';
                        default -> 'l';
                    };
        };
    }
}
