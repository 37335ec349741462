package dev.peregrine.node.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Copies files that are mostly zeros, such as the archive's newest ones, without the zeros. */
final class FileCopy {
    private static final int CHUNK_LENGTH = 1 << 20;

    private FileCopy() {}

    /**
     * What was copied.
     *
     * @param sha256 of the content, in hexadecimal
     */
    record Result(long length, String sha256) {}

    /**
     * Copies a file as far as it was long at the start, for its owner only, and forces it to the
     * disk. Directories are made.
     */
    static Result copy(Path from, Path to) throws IOException {
        OwnerOnly.createDirectories(to.getParent());
        try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel target = OwnerOnly.createFile(to)) {
            Result result = read(source, target);
            target.force(true);
            return result;
        }
    }

    /** Reads a file as {@link #copy} does. */
    static Result read(Path file) throws IOException {
        try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(source, null);
        }
    }

    private static Result read(FileChannel source, FileChannel target) throws IOException {
        MessageDigest digest = sha256();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_LENGTH);
        long length = source.size();
        for (long at = 0; at < length; at += chunk.limit()) {
            chunk.clear().limit((int) Math.min(CHUNK_LENGTH, length - at));
            while (chunk.hasRemaining()) {
                if (source.read(chunk, at + chunk.position()) < 0) {
                    throw new IOException("became shorter while it was read");
                }
            }
            digest.update(chunk.array(), 0, chunk.limit());
            boolean last = at + chunk.limit() == length;
            if (target != null && (last || !isZero(chunk))) {
                chunk.flip();
                while (chunk.hasRemaining()) {
                    target.write(chunk, at + chunk.position());
                }
            }
        }
        return new Result(length, HexFormat.of().formatHex(digest.digest()));
    }

    private static boolean isZero(ByteBuffer chunk) {
        for (int i = 0; i < chunk.limit(); i++) {
            if (chunk.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
