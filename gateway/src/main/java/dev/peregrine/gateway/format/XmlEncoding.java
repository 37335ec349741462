package dev.peregrine.gateway.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes text of an XML document's bytes. The JDK's parser could, too, but prints what it cannot
 * decode to the process's standard error. Source: XML 1.0, section 4.3.3 and appendix F.
 */
final class XmlEncoding {
    private static final int LONGEST_DECLARATION = 256;
    private static final Pattern DECLARATION =
            Pattern.compile("^<\\?xml\\s[^>]*?encoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']");

    private XmlEncoding() {}

    /**
     * Text in the encoding that a byte order mark or the declaration names, else UTF-8.
     *
     * @throws CharacterCodingException when it is not, or that encoding is not known
     */
    static String decode(byte[] body, int length) throws CharacterCodingException {
        if (begins(body, length, 0xEF, 0xBB, 0xBF)) {
            return decode(StandardCharsets.UTF_8, body, 3, length);
        }
        if (begins(body, length, 0xFE, 0xFF) || begins(body, length, 0xFF, 0xFE)) {
            return decode(StandardCharsets.UTF_16, body, 0, length);
        }
        return decode(declared(body, length), body, 0, length);
    }

    private static Charset declared(byte[] body, int length) throws CharacterCodingException {
        String head =
                new String(
                        body,
                        0,
                        Math.min(length, LONGEST_DECLARATION),
                        StandardCharsets.ISO_8859_1);
        Matcher declaration = DECLARATION.matcher(head);
        if (!declaration.find()) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(declaration.group(1));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new CharacterCodingException();
        }
    }

    private static String decode(Charset charset, byte[] body, int from, int length)
            throws CharacterCodingException {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(body, from, length - from))
                .toString();
    }

    private static boolean begins(byte[] body, int length, int... mark) {
        if (length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((body[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
