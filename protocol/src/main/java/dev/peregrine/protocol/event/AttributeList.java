package dev.peregrine.protocol.event;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.AttributeType;
import dev.peregrine.protocol.codec.TransactionEncoder;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/** A tenant's own attributes of a transaction under construction, kept in ascending order of id. */
final class AttributeList {
    private static final String FIELD = "attributes";

    private final int[] ids = new int[ProtocolLimits.MAX_ATTRIBUTES];
    private final AttributeType[] types = new AttributeType[ProtocolLimits.MAX_ATTRIBUTES];
    private final int[] offsets = new int[ProtocolLimits.MAX_ATTRIBUTES];
    private final int[] lengths = new int[ProtocolLimits.MAX_ATTRIBUTES];
    private final UnsafeBuffer values = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private final byte[] scratch = new byte[ProtocolLimits.MAX_ATTRIBUTE_LENGTH];
    private int count;
    private int used;

    void clear() {
        count = 0;
        used = 0;
    }

    void addInteger(int id, long value) {
        insert(id, AttributeType.INTEGER, Long.BYTES);
        values.putLong(used - Long.BYTES, value, ByteOrder.LITTLE_ENDIAN);
    }

    void addDouble(int id, double value) {
        if (!Double.isFinite(value)) {
            throw new EventFieldException(FIELD, Double.toString(value), "must be finite");
        }
        insert(id, AttributeType.DOUBLE, Double.BYTES);
        values.putDouble(used - Double.BYTES, value, ByteOrder.LITTLE_ENDIAN);
    }

    void addBoolean(int id, boolean value) {
        insert(id, AttributeType.BOOLEAN, 1);
        values.putByte(used - 1, (byte) (value ? 1 : 0));
    }

    void addText(int id, CharSequence value) {
        int length = Utf8.encode(value, scratch, scratch.length);
        if (length < 0) {
            throw new EventFieldException(
                    FIELD,
                    value.length() + " characters",
                    "a text takes at most " + scratch.length + " bytes of UTF-8");
        }
        insert(id, AttributeType.STRING, length);
        values.putBytes(used - length, scratch, 0, length);
    }

    private void insert(int id, AttributeType type, int length) {
        Range.check("attributeId", id, 0, ProtocolLimits.MAX_ATTRIBUTE_ID);
        if (count == ids.length || used + length > values.capacity()) {
            throw new EventFieldException(
                    FIELD, Integer.toString(count + 1), "at most " + ids.length + " fit");
        }
        int place = count;
        while (place > 0 && ids[place - 1] >= id) {
            place--;
        }
        if (place < count && ids[place] == id) {
            throw new EventFieldException("attributeId", Integer.toString(id), "is given twice");
        }
        int moved = count - place;
        System.arraycopy(ids, place, ids, place + 1, moved);
        System.arraycopy(types, place, types, place + 1, moved);
        System.arraycopy(offsets, place, offsets, place + 1, moved);
        System.arraycopy(lengths, place, lengths, place + 1, moved);
        ids[place] = id;
        types[place] = type;
        offsets[place] = used;
        lengths[place] = length;
        used += length;
        count++;
    }

    void encode(TransactionEncoder encoder) {
        TransactionEncoder.AttributesEncoder group = encoder.attributesCount(count);
        for (int i = 0; i < count; i++) {
            group.next()
                    .attributeId(ids[i])
                    .attributeType(types[i])
                    .putValue(values, offsets[i], lengths[i]);
        }
    }
}
