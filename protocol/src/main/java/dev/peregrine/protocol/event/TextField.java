package dev.peregrine.protocol.event;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A reusable text of an event under construction, with its bounds. */
final class TextField {
    private static final int SNIPPET_LENGTH = 32;

    private final String name;
    private final int maxLength;
    private final boolean refuseCardNumbers;
    private final UnsafeBuffer bytes;
    private int length;

    TextField(String name, int maxLength, boolean refuseCardNumbers) {
        this.name = name;
        this.maxLength = maxLength;
        this.refuseCardNumbers = refuseCardNumbers;
        this.bytes = new UnsafeBuffer(new byte[maxLength]);
    }

    void clear() {
        length = 0;
    }

    DirectBuffer bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void set(CharSequence text) {
        int written = Utf8.encode(text, bytes.byteArray(), maxLength);
        if (written < 0) {
            throw invalid(text.subSequence(0, Math.min(text.length(), SNIPPET_LENGTH)).toString());
        }
        length = written;
        refuseCardNumber();
    }

    void setRequired(CharSequence text) {
        set(text);
        require();
    }

    void require() {
        if (length == 0) {
            throw new EventFieldException(name, "", "is missing");
        }
    }

    void set(byte[] source, int offset, int newLength) {
        if (newLength > maxLength) {
            throw invalid(new String(source, offset, SNIPPET_LENGTH, StandardCharsets.UTF_8));
        }
        bytes.putBytes(0, source, offset, newLength);
        check(newLength);
    }

    void set(DirectBuffer source, int offset, int newLength) {
        if (newLength > maxLength) {
            throw invalid(source.getStringWithoutLengthUtf8(offset, SNIPPET_LENGTH));
        }
        bytes.putBytes(0, source, offset, newLength);
        check(newLength);
    }

    private void check(int newLength) {
        length = newLength;
        if (!Utf8.isWellFormed(bytes, 0, length)) {
            length = 0;
            throw new EventFieldException(name, "", "is not well-formed UTF-8");
        }
        refuseCardNumber();
    }

    private void refuseCardNumber() {
        if (refuseCardNumbers && CardNumbers.looksLikeCardNumber(bytes, 0, length)) {
            length = 0;
            throw new EventFieldException(
                    name, "", "looks like a card number; send a token in its place");
        }
    }

    private EventFieldException invalid(String snippet) {
        return new EventFieldException(
                name, '"' + snippet + '"', "takes at most " + maxLength + " bytes of UTF-8");
    }
}
