package dev.peregrine.gateway.mapping;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;

/**
 * The secret of the tokens that stand for card numbers, shared by all formats of a gateway. Made
 * once; a gateway with another one makes other tokens of the same cards. Immutable.
 */
public final class TokenSecret {
    private static final int LENGTH = 32;
    private static final int MAX_LENGTH = 1024;

    private final byte[] secret;

    private TokenSecret(byte[] secret) {
        this.secret = secret;
    }

    /** A secret that is kept nowhere, for one process. */
    public static TokenSecret random() {
        byte[] secret = new byte[LENGTH];
        new SecureRandom().nextBytes(secret);
        return new TokenSecret(secret);
    }

    /**
     * Reads the secret, after it has made one if there is no file. Blocks.
     *
     * @throws MappingException when the file cannot be read or written, or is too short
     */
    public static TokenSecret open(Path file) {
        try {
            if (!Files.exists(file)) {
                write(file, random().secret);
            }
            byte[] secret = Files.readAllBytes(file);
            if (secret.length < TokenHash.MIN_SECRET_LENGTH || secret.length > MAX_LENGTH) {
                throw new MappingException(
                        List.of(
                                file
                                        + ": the secret of tokens must have "
                                        + TokenHash.MIN_SECRET_LENGTH
                                        + " to "
                                        + MAX_LENGTH
                                        + " bytes"));
            }
            return new TokenSecret(secret);
        } catch (IOException e) {
            throw new MappingException(
                    List.of(
                            file
                                    + ": the secret of tokens cannot be used: "
                                    + e.getClass().getSimpleName()));
        }
    }

    /** What makes tokens under this secret; one for each thread. */
    public TokenHash tokens() {
        return new TokenHash(secret);
    }

    /** Whole or not at all, forced, and for its owner only. */
    private static void write(Path file, byte[] secret) throws IOException {
        Path absolute = file.toAbsolutePath();
        Files.createDirectories(absolute.getParent());
        Path partial = absolute.resolveSibling(absolute.getFileName() + ".new");
        Files.deleteIfExists(partial);
        try (FileChannel channel =
                FileChannel.open(
                        partial,
                        EnumSet.of(CREATE_NEW, WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            channel.write(ByteBuffer.wrap(secret));
            channel.force(true);
        }
        Files.move(partial, absolute, StandardCopyOption.ATOMIC_MOVE);
    }
}
