package dev.peregrine.node.process;

import com.solab.iso8583.IsoMessage;
import com.solab.iso8583.IsoType;
import com.solab.iso8583.IsoValue;
import com.solab.iso8583.MessageFactory;
import com.solab.iso8583.parse.FieldParseInfo;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An acquirer's switch that speaks ISO 8583:1987 in ASCII with a node. */
final class IsoSwitch implements AutoCloseable {
    /** Passes for a card number; no issuer has given it out. */
    static final String CARD = "4539578763621486";

    static final String TRACK_2 = CARD + "=28122011143878089";
    static final String PIN_BLOCK = "8B3C91D2E7F04A56";

    private static final Pattern LISTENER =
            Pattern.compile("iso8583 switch: 127\\.0\\.0\\.1:(\\d+)");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MMddHHmmss");
    private static final IsoType[] TYPES = new IsoType[129];
    private static final int[] LENGTHS = new int[129];

    static {
        type(IsoType.LLVAR, 0, 2, 32, 35, 44);
        type(IsoType.NUMERIC, 6, 3, 11, 12);
        type(IsoType.NUMERIC, 12, 4);
        type(IsoType.NUMERIC, 10, 7);
        type(IsoType.NUMERIC, 4, 13, 18);
        type(IsoType.NUMERIC, 3, 22, 70);
        type(IsoType.NUMERIC, 2, 25);
        type(IsoType.ALPHA, 12, 37);
        type(IsoType.ALPHA, 2, 39);
        type(IsoType.ALPHA, 8, 41);
        type(IsoType.ALPHA, 15, 42);
        type(IsoType.ALPHA, 3, 49);
        type(IsoType.ALPHA, 16, 52);
        type(IsoType.NUMERIC, 42, 90);
        type(IsoType.ALPHA, 42, 95);
    }

    private final Socket socket;
    private final DataInputStream in;
    private final MessageFactory<IsoMessage> factory = new MessageFactory<>();

    IsoSwitch(NodeProcess node) throws IOException {
        Matcher listener = LISTENER.matcher(node.output());
        if (!listener.find()) {
            throw new AssertionError("no listener: " + node.output());
        }
        socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(listener.group(1)));
        socket.setSoTimeout(30_000);
        in = new DataInputStream(socket.getInputStream());
        Map<Integer, FieldParseInfo> guide = new HashMap<>();
        for (int field = 2; field < TYPES.length; field++) {
            if (TYPES[field] != null) {
                guide.put(
                        field,
                        FieldParseInfo.getInstance(
                                TYPES[field], LENGTHS[field], "ISO-8859-1", false));
            }
        }
        for (int type : new int[] {0x0110, 0x0130, 0x0410, 0x0430, 0x0810}) {
            factory.setParseMap(type, guide);
        }
    }

    private static void type(IsoType type, int length, int... fields) {
        for (int field : fields) {
            TYPES[field] = type;
            LENGTHS[field] = length;
        }
    }

    /** A purchase of now, by its trace number. */
    static Map<Integer, String> purchase(int trace) {
        String now = LocalDateTime.now(ZoneOffset.UTC).format(DATE);
        Map<Integer, String> fields = new TreeMap<>();
        fields.put(2, CARD);
        fields.put(3, "000000");
        fields.put(4, "000000004999");
        fields.put(7, now);
        fields.put(11, "%06d".formatted(trace));
        fields.put(12, now.substring(4));
        fields.put(13, now.substring(0, 4));
        fields.put(18, "5411");
        fields.put(22, "051");
        fields.put(25, "00");
        fields.put(32, "12345678");
        fields.put(35, TRACK_2);
        fields.put(37, "612345%06d".formatted(trace));
        fields.put(41, "TERM0001");
        fields.put(42, "MERCHANT0000001");
        fields.put(49, "978");
        fields.put(52, PIN_BLOCK);
        return fields;
    }

    /** Takes a purchase back. */
    static Map<Integer, String> reversal(Map<Integer, String> purchase, int trace) {
        Map<Integer, String> fields = new TreeMap<>(purchase);
        fields.put(11, "%06d".formatted(trace));
        fields.put(90, "0100" + purchase.get(11) + purchase.get(7) + "0".repeat(22));
        return fields;
    }

    /** Sends a message, and waits for the answer: its fields, and its type under 0. */
    Map<Integer, String> ask(int type, Map<Integer, String> fields)
            throws IOException, ParseException {
        IsoMessage message = new IsoMessage();
        message.setType(type);
        message.setCharacterEncoding("ISO-8859-1");
        fields.forEach(
                (field, value) ->
                        message.setField(
                                field,
                                TYPES[field].needsLength()
                                        ? new IsoValue<>(TYPES[field], value, LENGTHS[field])
                                        : new IsoValue<>(TYPES[field], value)));
        message.write(socket.getOutputStream(), 2);
        byte[] answer = new byte[in.readUnsignedShort()];
        in.readFully(answer);
        IsoMessage parsed = factory.parseMessage(answer, 0);
        Map<Integer, String> values = new TreeMap<>();
        values.put(0, new String(answer, 0, 4, StandardCharsets.ISO_8859_1));
        for (int field = 2; field < TYPES.length; field++) {
            if (parsed.hasField(field)) {
                values.put(field, parsed.getField(field).toString());
            }
        }
        return values;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
