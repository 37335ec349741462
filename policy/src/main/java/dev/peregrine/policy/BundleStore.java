package dev.peregrine.policy;

import dev.peregrine.policy.signing.BundleSignature;
import dev.peregrine.policy.yaml.Problems;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Keeps bundles by the hash of their content: {@code DIR/HASH/} holds the files of one bundle and
 * never changes. What is stored survives power loss once {@link #store} has returned; a crash
 * before leaves a hidden directory that is never read.
 *
 * <p>Blocks on files. One writer at a time; readers from any thread.
 */
public final class BundleStore {
    private static final String UNFINISHED = ".unfinished-";

    private final Path dir;

    /**
     * @param dir directory of the store; made when something is stored
     */
    public BundleStore(Path dir) {
        this.dir = dir;
    }

    /**
     * Stores a copy of a bundle, and of its signature if it has one. Storing it again replaces the
     * signature, and the rest only if the stored copy is damaged.
     *
     * @param bundleDir bundle, valid or not
     * @throws PolicyException when the bundle's files cannot be read
     * @throws IOException when the store cannot be written
     */
    public BundleHash store(Path bundleDir) throws PolicyException, IOException {
        Problems problems = new Problems();
        SortedMap<String, byte[]> files = BundleFiles.read(bundleDir, problems);
        if (!problems.isEmpty()) {
            throw new PolicyException(problems.messages());
        }
        BundleHash hash = BundleHasher.hash(files);
        Path target = path(hash);
        if (Files.exists(target)) {
            if (isIntact(target, hash)) {
                copySignature(bundleDir, target);
                return hash;
            }
            deleteTree(target);
        }
        Files.createDirectories(dir);
        Path unfinished = Files.createTempDirectory(dir, UNFINISHED);
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                write(unfinished.resolve(file.getKey()), file.getValue());
            }
            copySignature(bundleDir, unfinished);
            forceTree(unfinished);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            force(dir);
        } catch (IOException e) {
            deleteTree(unfinished);
            throw e;
        }
        return hash;
    }

    /** True when a bundle of that hash is there, intact or not. */
    public boolean contains(BundleHash hash) {
        return Files.isDirectory(path(hash));
    }

    /** Directory in which a bundle of that hash is kept. */
    public Path path(BundleHash hash) {
        return dir.resolve(hash.hex());
    }

    /**
     * Loads a stored bundle.
     *
     * @throws PolicyException when there is none of that hash, when its content no longer has that
     *     hash, or when it is not valid
     */
    public PolicyBundle load(BundleHash hash) throws PolicyException {
        Path path = path(hash);
        if (!contains(hash)) {
            throw new PolicyException(List.of(dir + ": no bundle of hash " + hash));
        }
        Problems problems = new Problems();
        SortedMap<String, byte[]> files = BundleFiles.read(path, problems);
        BundleHash found = BundleHasher.hash(files);
        if (!problems.isEmpty() || !found.equals(hash)) {
            throw new PolicyException(
                    List.of(
                            path
                                    + ": the stored bundle is damaged: its content has hash "
                                    + found));
        }
        return PolicyLoader.load(path, problems, files);
    }

    /** A reader sees the old one or the new one. */
    private static void copySignature(Path from, Path to) throws IOException {
        Path signature = from.resolve(BundleSignature.FILE);
        if (Files.isRegularFile(signature)) {
            Path unfinished = to.resolve("." + BundleSignature.FILE);
            Files.deleteIfExists(unfinished);
            write(unfinished, Files.readAllBytes(signature));
            Files.move(
                    unfinished,
                    to.resolve(BundleSignature.FILE),
                    StandardCopyOption.REPLACE_EXISTING);
            force(to);
        }
    }

    private static boolean isIntact(Path path, BundleHash hash) {
        Problems problems = new Problems();
        SortedMap<String, byte[]> files = BundleFiles.read(path, problems);
        return problems.isEmpty() && BundleHasher.hash(files).equals(hash);
    }

    private static void write(Path path, byte[] content) throws IOException {
        Files.createDirectories(path.getParent());
        try (FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private static void forceTree(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isDirectory).toList()) {
                force(path);
            }
        }
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
