package dev.peregrine.scoring.features;

import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.TransactionDecoder;
import org.agrona.DirectBuffer;

/**
 * A transaction in place: its fixed fields, and where its variable ones lie. Reused from event to
 * event; valid while the buffer is.
 */
public final class TransactionView {
    private static final KeyField[] TEXT_FIELDS = {
        KeyField.CARD,
        KeyField.ACCOUNT,
        KeyField.MERCHANT,
        KeyField.TERMINAL,
        KeyField.DEVICE,
        KeyField.EMAIL,
        KeyField.EMAIL_DOMAIN
    };
    private static final long NANOS_PER_HOUR = 3_600_000_000_000L;
    private static final long NANOS_PER_DAY = 24 * NANOS_PER_HOUR;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final TransactionDecoder decoder = new TransactionDecoder();
    private final int[] offsets = new int[KeyField.values().length + 1];
    private final int[] lengths = new int[KeyField.values().length + 1];
    private DirectBuffer buffer;
    private int tailOffset;
    private int endOffset;
    private int eventIdOffset;
    private int eventIdLength;

    /** Looks at a transaction message, header first. The message is known to be well-formed. */
    public TransactionView wrap(DirectBuffer source, int offset) {
        buffer = source;
        decoder.wrapAndApplyHeader(source, offset, header);
        tailOffset = decoder.limit();
        TransactionDecoder.AttributesDecoder attributes = decoder.attributes();
        while (attributes.hasNext()) {
            attributes.next();
            attributes.skipValue();
        }
        eventIdLength = decoder.eventIdLength();
        eventIdOffset = decoder.limit() + TransactionDecoder.eventIdHeaderLength();
        decoder.skipEventId();
        for (KeyField field : TEXT_FIELDS) {
            int length = textLength(field);
            lengths[field.code()] = length;
            offsets[field.code()] = decoder.limit() + TransactionDecoder.cardHeaderLength();
            skipText(field);
        }
        endOffset = decoder.limit();
        return this;
    }

    /** Fixed fields. */
    public TransactionDecoder fields() {
        return decoder;
    }

    public DirectBuffer buffer() {
        return buffer;
    }

    /** Where the groups and variable fields begin. */
    public int tailOffset() {
        return tailOffset;
    }

    /** Where the message ends. */
    public int endOffset() {
        return endOffset;
    }

    public int eventIdOffset() {
        return eventIdOffset;
    }

    public int eventIdLength() {
        return eventIdLength;
    }

    /** Where a text field's bytes begin. Not for {@link KeyField#IP}. */
    public int offset(KeyField field) {
        return offsets[field.code()];
    }

    /** Length of a text field in bytes; 0 when absent. Not for {@link KeyField#IP}. */
    public int length(KeyField field) {
        return lengths[field.code()];
    }

    /** True when the field has a value. */
    public boolean has(KeyField field) {
        if (field == KeyField.IP) {
            return decoder.ip().high() != 0 || decoder.ip().low() != 0;
        }
        return lengths[field.code()] > 0;
    }

    /** A text field as a string; allocates. Not for {@link KeyField#IP}. */
    public String text(KeyField field) {
        return buffer.getStringWithoutLengthUtf8(offset(field), length(field));
    }

    /** The event id as a string; allocates. */
    public String eventId() {
        return buffer.getStringWithoutLengthUtf8(eventIdOffset, eventIdLength);
    }

    /** Hour of the event time in UTC, 0 .. 23. */
    public int hour() {
        return (int) (Math.floorMod(decoder.eventTimeNs(), NANOS_PER_DAY) / NANOS_PER_HOUR);
    }

    /**
     * Day of the week of the event time in UTC, 1 (Monday) .. 7 (Sunday). Day 0 of the epoch was a
     * Thursday.
     */
    public int dayOfWeek() {
        return (int) Math.floorMod(Math.floorDiv(decoder.eventTimeNs(), NANOS_PER_DAY) + 3, 7L) + 1;
    }

    private int textLength(KeyField field) {
        return switch (field) {
            case CARD -> decoder.cardLength();
            case ACCOUNT -> decoder.accountLength();
            case MERCHANT -> decoder.merchantLength();
            case TERMINAL -> decoder.terminalLength();
            case DEVICE -> decoder.deviceLength();
            case EMAIL -> decoder.emailLength();
            case EMAIL_DOMAIN -> decoder.emailDomainLength();
            default -> throw new IllegalArgumentException("not a text field: " + field);
        };
    }

    private void skipText(KeyField field) {
        switch (field) {
            case CARD -> decoder.skipCard();
            case ACCOUNT -> decoder.skipAccount();
            case MERCHANT -> decoder.skipMerchant();
            case TERMINAL -> decoder.skipTerminal();
            case DEVICE -> decoder.skipDevice();
            case EMAIL -> decoder.skipEmail();
            case EMAIL_DOMAIN -> decoder.skipEmailDomain();
            default -> throw new IllegalArgumentException("not a text field: " + field);
        }
    }
}
