package dev.peregrine.gateway.iso8583;

import com.solab.iso8583.IsoMessage;
import com.solab.iso8583.IsoType;
import com.solab.iso8583.IsoValue;
import com.solab.iso8583.MessageFactory;
import java.util.Map;

/** Writes messages of one version and encoding. Not thread-safe; does not block. */
final class MessageEncoder {
    private static final int LENGTH_BYTES = 2;

    private final Iso8583Encoding encoding;
    private final FieldTable table;
    private final MessageFactory<IsoMessage> library = new MessageFactory<>();

    MessageEncoder(Iso8583Version version, Iso8583Encoding encoding) {
        this.encoding = encoding;
        this.table = FieldTable.of(version);
        library.setCharacterEncoding("ISO-8859-1");
        library.setUseBinaryMessages(encoding == Iso8583Encoding.BINARY);
    }

    /**
     * Writes a message.
     *
     * @param values by the fields' numbers, in the forms that the table has for them; what is too
     *     short is filled up, with zeros on the left if it is digits, else with spaces on the right
     * @return the message behind its length of two bytes
     */
    byte[] encode(MessageType type, Map<Integer, String> values) {
        IsoMessage message = library.newMessage(type.code());
        values.forEach((field, value) -> message.setField(field, value(field, value)));
        byte[] content = message.writeData();
        byte[] framed = new byte[LENGTH_BYTES + content.length];
        framed[0] = (byte) (content.length >>> 8);
        framed[1] = (byte) content.length;
        System.arraycopy(content, 0, framed, LENGTH_BYTES, content.length);
        return framed;
    }

    private IsoValue<?> value(int field, String value) {
        FieldFormat format = table.row(field).format();
        IsoType type = format.type(encoding);
        return type.needsLength()
                ? new IsoValue<>(type, value, format.length())
                : new IsoValue<>(type, value);
    }
}
