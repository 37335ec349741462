package dev.peregrine.scoring.features;

import dev.peregrine.protocol.EventKeys;
import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.AttributeType;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.TransactionDecoder;
import java.nio.ByteOrder;
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
    private final int[] attributeIds = new int[ProtocolLimits.MAX_ATTRIBUTES];
    private final short[] attributeTypes = new short[ProtocolLimits.MAX_ATTRIBUTES];
    private final int[] attributeOffsets = new int[ProtocolLimits.MAX_ATTRIBUTES];
    private final int[] attributeLengths = new int[ProtocolLimits.MAX_ATTRIBUTES];
    private int attributeCount;
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
        attributeCount = 0;
        while (attributes.hasNext()) {
            attributes.next();
            attributeIds[attributeCount] = attributes.attributeId();
            attributeTypes[attributeCount] = attributes.attributeTypeRaw();
            attributeLengths[attributeCount] = attributes.valueLength();
            attributeOffsets[attributeCount] =
                    decoder.limit() + TransactionDecoder.AttributesDecoder.valueHeaderLength();
            attributeCount++;
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

    /** Number of the event id: {@link EventKeys}. */
    public long eventKey() {
        return EventKeys.of(buffer(), eventIdOffset(), eventIdLength());
    }

    /** Where a text field's bytes begin. For texts only. */
    public int offset(KeyField field) {
        return offsets[field.code()];
    }

    /** Length of a text field in bytes; 0 when absent. For texts only. */
    public int length(KeyField field) {
        return lengths[field.code()];
    }

    /** True when a text or the IP address has a value. */
    public boolean has(KeyField field) {
        if (field == KeyField.IP) {
            return decoder.ip().high() != 0 || decoder.ip().low() != 0;
        }
        return lengths[field.code()] > 0;
    }

    /** A text field as a string; allocates. For texts only. */
    public String text(KeyField field) {
        return buffer.getStringWithoutLengthUtf8(offset(field), length(field));
    }

    /**
     * Place of one of the tenant's own attributes among those of the transaction.
     *
     * @return negative when it is absent
     */
    public int attributeIndex(int id) {
        int low = 0;
        int high = attributeCount - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (attributeIds[middle] == id) {
                return middle;
            }
            if (attributeIds[middle] < id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /**
     * Place of one of the tenant's own attributes.
     *
     * @return negative when it is absent or of another type
     */
    public int attributeIndex(int id, AttributeType type) {
        int index = attributeIndex(id);
        return index >= 0 && attributeTypes[index] == type.value() ? index : -1;
    }

    /** Where an attribute's bytes begin, by its place. */
    public int attributeOffset(int index) {
        return attributeOffsets[index];
    }

    /** Length of an attribute in bytes, by its place. */
    public int attributeLength(int index) {
        return attributeLengths[index];
    }

    /** An attribute of type INTEGER, by its place. */
    public long attributeLong(int index) {
        return buffer.getLong(attributeOffsets[index], ByteOrder.LITTLE_ENDIAN);
    }

    /** An attribute of type DOUBLE, by its place. */
    public double attributeDouble(int index) {
        return buffer.getDouble(attributeOffsets[index], ByteOrder.LITTLE_ENDIAN);
    }

    /** An attribute of type BOOLEAN, by its place. */
    public boolean attributeBoolean(int index) {
        return buffer.getByte(attributeOffsets[index]) != 0;
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
