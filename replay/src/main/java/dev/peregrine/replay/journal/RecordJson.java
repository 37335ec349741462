package dev.peregrine.replay.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import uk.co.real_logic.sbe.json.JsonPrinter;
import uk.co.real_logic.sbe.xml.IrGenerator;
import uk.co.real_logic.sbe.xml.ParserOptions;
import uk.co.real_logic.sbe.xml.XmlSchemaParser;

/**
 * The messages of logs as JSON, a line each, as the schema names their fields: times in nanoseconds
 * since the epoch, amounts in minor units. One thread.
 */
public final class RecordJson {
    private static final String SCHEMA = "/peregrine-protocol.xml";

    private final JsonPrinter printer;
    private final StringBuilder text = new StringBuilder();

    public RecordJson() {
        try (InputStream schema = RecordJson.class.getResourceAsStream(SCHEMA)) {
            printer =
                    new JsonPrinter(
                            new IrGenerator()
                                    .generate(
                                            XmlSchemaParser.parse(schema, ParserOptions.DEFAULT)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A record, without the line's end. The result is valid until the next call. */
    public CharSequence line(
            long epoch,
            long sequence,
            long ingressTimeNs,
            DirectBuffer message,
            int offset,
            int length) {
        text.setLength(0);
        text.append("{\"epoch\":").append(epoch);
        text.append(",\"sequence\":").append(sequence);
        text.append(",\"ingressTimeNs\":").append(ingressTimeNs);
        text.append(",\"kind\":\"")
                .append(RecordText.name(message, offset))
                .append("\",\"event\":");
        ByteBuffer bytes = ByteBuffer.allocate(length);
        message.getBytes(offset, bytes, length);
        int start = text.length();
        printer.print(bytes.flip(), text);
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                text.setCharAt(i, ' ');
            }
        }
        return text.append('}');
    }
}
