package dev.peregrine.node.data;

import dev.peregrine.gateway.security.ApiKey;
import dev.peregrine.gateway.security.KeyFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A file of keys that is changed as a whole: whoever reads it sees the one before or the one after.
 * Two who change it at once do so one after the other. Blocks.
 */
public final class KeyRing {
    private final Path file;

    public KeyRing(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    /**
     * The keys; none when there is no file.
     *
     * @throws dev.peregrine.gateway.security.AccessException with every mistake in it
     * @throws DataDirectoryException when it cannot be read
     */
    public List<ApiKey> read() {
        try {
            return Files.exists(file)
                    ? KeyFile.parse(file.toString(), Files.readString(file))
                    : List.of();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Puts others in place of the keys. The file is its owner's alone. */
    public void change(UnaryOperator<List<ApiKey>> change) {
        Path lockFile = file.resolveSibling("." + file.getFileName() + ".lock");
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel =
                            FileChannel.open(
                                    lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                OwnerOnly.writeDurably(
                        file,
                        KeyFile.format(change.apply(read())).getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private DataDirectoryException failure(IOException cause) {
        return new DataDirectoryException(
                file + ": cannot be read or written: " + cause.getMessage(), cause);
    }
}
