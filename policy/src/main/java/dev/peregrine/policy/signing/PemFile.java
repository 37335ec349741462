package dev.peregrine.policy.signing;

import dev.peregrine.policy.PolicyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** Textual encoding of keys (RFC 7468): base64 between two lines with a label. Blocks on files. */
final class PemFile {
    static final String PRIVATE_KEY = "PRIVATE KEY";
    static final String PUBLIC_KEY = "PUBLIC KEY";
    private static final int MAX_BYTES = 16 * 1024;

    private PemFile() {}

    /** The bytes between the lines that carry the label. */
    static byte[] read(Path file, String label) throws PolicyException {
        String text = text(file);
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        if (from < 0 || to < from) {
            throw failure(file, "holds no \"" + begin + "\"");
        }
        try {
            String base64 = text.substring(from + begin.length(), to).replaceAll("\\s", "");
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw failure(file, "is not base64 after \"" + begin + "\"");
        }
    }

    static String encode(byte[] bytes, String label) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(label, base64, label)
                .replace(System.lineSeparator(), "\n");
    }

    static PolicyException failure(Path file, String what) {
        return new PolicyException(List.of(file + ": " + what));
    }

    private static String text(Path file) throws PolicyException {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
                throw failure(file, "is too large to be a key");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw failure(
                    file,
                    Files.exists(file) ? "cannot be read: " + e.getMessage() : "no such file");
        }
    }
}
