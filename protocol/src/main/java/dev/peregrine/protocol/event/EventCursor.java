package dev.peregrine.protocol.event;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.RejectCode;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Walks through one encoded event without ever leaving it, and keeps the first thing that is wrong
 * with it. After a failure every further check does nothing.
 */
class EventCursor {
    /** Greatest length of {@link #copyValue}, in bytes. */
    public static final int MAX_VALUE_LENGTH = 32;

    static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private enum ValueKind {
        NONE,
        NUMBER,
        TEXT
    }

    private DirectBuffer buffer;
    private int end;
    private int position;
    private int block;
    private boolean newer;
    private boolean inOriginal;

    private RejectCode code;
    private EventField field;
    private boolean fieldInOriginal;
    private String detail = "";
    private ValueKind valueKind = ValueKind.NONE;
    private long number;
    private int textOffset;
    private int textLength;

    /** Why the event last checked was refused; null when it was not. */
    public final RejectCode code() {
        return code;
    }

    /** Name of the field at fault, as a path in the schema; empty when nothing is wrong. */
    public final String field() {
        return code == null ? "" : field.path(fieldInOriginal);
    }

    /** What is wrong with the field, for people; a constant. */
    public final String detail() {
        return detail;
    }

    /** The offending value, shortened; empty when it is missing or must not be repeated. */
    public final String value() {
        return switch (valueKind) {
            case NONE -> "";
            case NUMBER -> Long.toString(number);
            case TEXT -> {
                byte[] bytes = new byte[textLength];
                buffer.getBytes(textOffset, bytes);
                yield new String(bytes, StandardCharsets.UTF_8);
            }
        };
    }

    /**
     * Copies the offending value, without allocation, while the event's buffer is unchanged.
     *
     * @return bytes written, at most {@link #MAX_VALUE_LENGTH}
     */
    public final int copyValue(MutableDirectBuffer target, int offset) {
        return switch (valueKind) {
            case NONE -> 0;
            case NUMBER -> target.putLongAscii(offset, number);
            case TEXT -> {
                target.putBytes(offset, buffer, textOffset, textLength);
                yield textLength;
            }
        };
    }

    final boolean begin(DirectBuffer source, int offset, int length) {
        buffer = source;
        code = null;
        field = EventField.EVENT;
        detail = "";
        valueKind = ValueKind.NONE;
        inOriginal = false;
        if (offset < 0 || length < 0 || offset > source.capacity() - length) {
            return fail(RejectCode.MALFORMED, EventField.EVENT, "lies outside its buffer");
        }
        if (length > ProtocolLimits.MAX_EVENT_LENGTH) {
            return fail(RejectCode.MALFORMED, EventField.EVENT, length, "is too long, in bytes");
        }
        position = offset;
        end = offset + length;
        return true;
    }

    /** Reads the message header at the cursor. Returns the template id; -1 after a failure. */
    final int header() {
        if (end - position < MessageHeaderDecoder.ENCODED_LENGTH) {
            fail(RejectCode.MALFORMED, EventField.EVENT, end - position, "is too short, in bytes");
            return -1;
        }
        int schemaId =
                buffer.getShort(position + MessageHeaderDecoder.schemaIdEncodingOffset(), ORDER)
                        & 0xFFFF;
        if (schemaId != MessageHeaderDecoder.SCHEMA_ID) {
            fail(RejectCode.UNSUPPORTED_VERSION, EventField.SCHEMA_ID, schemaId, "is not 7001");
            return -1;
        }
        newer =
                (buffer.getShort(position + MessageHeaderDecoder.versionEncodingOffset(), ORDER)
                                & 0xFFFF)
                        > MessageHeaderDecoder.SCHEMA_VERSION;
        return buffer.getShort(position + MessageHeaderDecoder.templateIdEncodingOffset(), ORDER)
                & 0xFFFF;
    }

    /** Moves over header and root block; the block must have the known length, or more if newer. */
    final boolean block(int knownLength) {
        int blockLength =
                buffer.getShort(position + MessageHeaderDecoder.blockLengthEncodingOffset(), ORDER)
                        & 0xFFFF;
        if (newer ? blockLength < knownLength : blockLength != knownLength) {
            return fail(
                    RejectCode.MALFORMED,
                    EventField.BLOCK_LENGTH,
                    blockLength,
                    "is not the length of this message's block");
        }
        block = position + MessageHeaderDecoder.ENCODED_LENGTH;
        position = block + blockLength;
        return position <= end
                || fail(
                        RejectCode.MALFORMED,
                        EventField.BLOCK_LENGTH,
                        blockLength,
                        "reaches beyond the event");
    }

    /** Nothing may follow, unless a newer schema put it there. */
    final boolean end() {
        return newer
                || position == end
                || fail(
                        RejectCode.MALFORMED,
                        EventField.EVENT,
                        end - position,
                        "has bytes after its end");
    }

    final boolean isNewer() {
        return newer;
    }

    final int unsignedByte(int offset) {
        return buffer.getByte(block + offset) & 0xFF;
    }

    final int unsignedShort(int offset) {
        return buffer.getShort(block + offset, ORDER) & 0xFFFF;
    }

    final int int32(int offset) {
        return buffer.getInt(block + offset, ORDER);
    }

    final long int64(int offset) {
        return buffer.getLong(block + offset, ORDER);
    }

    final boolean range(EventField checked, long value, long least, long greatest) {
        return (value >= least && value <= greatest)
                || fail(RejectCode.INVALID_FIELD, checked, value, "is outside its range");
    }

    /** Moves over {@code count} bytes and returns where they begin; -1 after a failure. */
    final int take(EventField taken, int count) {
        if (end - position < count) {
            fail(RejectCode.MALFORMED, taken, "reaches beyond the event");
            return -1;
        }
        int start = position;
        position += count;
        return start;
    }

    /** Moves over a text with a 16-bit length and checks it. */
    final boolean text(EventField read, int least, int greatest) {
        int prefix = take(read, Short.BYTES);
        if (prefix < 0) {
            return false;
        }
        int length = buffer.getShort(prefix, ORDER) & 0xFFFF;
        int start = take(read, length);
        if (start < 0) {
            return false;
        }
        textOffset = start;
        textLength = length;
        if (length < least) {
            return fail(RejectCode.INVALID_FIELD, read, "is missing");
        }
        if (length > greatest) {
            return failWithText(read, "is too long");
        }
        return Utf8.isWellFormed(buffer, start, length)
                || fail(RejectCode.INVALID_FIELD, read, "is not well-formed UTF-8");
    }

    /** The same for a text that must not be a card number. */
    final boolean token(EventField read, int least, int greatest) {
        return text(read, least, greatest)
                && (!CardNumbers.looksLikeCardNumber(buffer, textOffset, textLength)
                        || fail(
                                RejectCode.INVALID_FIELD,
                                read,
                                "looks like a card number; send a token in its place"));
    }

    /** Confines the cursor to embedded bytes with a 32-bit length. Returns the outer end; or -1. */
    final int enterOriginal() {
        int prefix = take(EventField.ORIGINAL, Integer.BYTES);
        if (prefix < 0) {
            return -1;
        }
        int length = buffer.getInt(prefix, ORDER);
        if (length < 0 || length > end - position) {
            fail(RejectCode.MALFORMED, EventField.ORIGINAL, "reaches beyond the event");
            return -1;
        }
        int outerEnd = end;
        end = position + length;
        inOriginal = true;
        return outerEnd;
    }

    final void leaveOriginal(int outerEnd, boolean outerNewer) {
        position = end;
        end = outerEnd;
        newer = outerNewer;
        inOriginal = false;
    }

    final DirectBuffer buffer() {
        return buffer;
    }

    final boolean fail(RejectCode newCode, EventField newField, String newDetail) {
        if (code == null) {
            code = newCode;
            field = newField;
            fieldInOriginal = inOriginal;
            detail = newDetail;
        }
        return false;
    }

    final boolean fail(RejectCode newCode, EventField newField, long value, String newDetail) {
        if (code == null) {
            valueKind = ValueKind.NUMBER;
            number = value;
        }
        return fail(newCode, newField, newDetail);
    }

    /** Where the text read last begins. */
    final int textOffset() {
        return textOffset;
    }

    /** Length of the text read last, in bytes. */
    final int textLength() {
        return textLength;
    }

    /** Refuses the text read last, and repeats its beginning. */
    final boolean failWithText(EventField newField, String newDetail) {
        int shortened = Math.min(textLength, MAX_VALUE_LENGTH);
        while (shortened > 0
                && shortened < textLength
                && (buffer.getByte(textOffset + shortened) & 0xC0) == 0x80) {
            shortened--;
        }
        if (code == null && Utf8.isWellFormed(buffer, textOffset, shortened)) {
            valueKind = ValueKind.TEXT;
            textLength = shortened;
        }
        return fail(RejectCode.INVALID_FIELD, newField, newDetail);
    }
}
