package dev.peregrine.node.runtime;

import dev.peregrine.gateway.AdminException;
import dev.peregrine.gateway.json.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A bundle that came as a zip file, unpacked into a directory that only this process's user can
 * read, and that goes with this. The files may lie in the archive's root or in one directory.
 */
final class BundleUpload implements AutoCloseable {
    private static final int MAX_FILES = 512;
    private static final long MAX_BYTES = 160L << 20;
    private static final Pattern NAME =
            Pattern.compile("([A-Za-z0-9_][A-Za-z0-9._-]*/){0,4}[A-Za-z0-9_][A-Za-z0-9._-]*");

    private final Path directory;

    private BundleUpload(Path directory) {
        this.directory = directory;
    }

    /**
     * Unpacks.
     *
     * @throws AdminException when it is no zip file, too large, or has names that a bundle has not
     */
    static BundleUpload unpack(byte[] zip) {
        Map<String, byte[]> files = read(zip);
        try {
            BundleUpload upload = new BundleUpload(Files.createTempDirectory("peregrine-upload-"));
            for (Map.Entry<String, byte[]> file : withoutCommonDirectory(files).entrySet()) {
                Path path = upload.directory.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
            return upload;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, byte[]> read(byte[] zip) {
        Map<String, byte[]> files = new TreeMap<>();
        long room = MAX_BYTES;
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.isDirectory()) {
                    continue;
                }
                String name = entry.getName();
                if (!NAME.matcher(name).matches() || files.containsKey(name)) {
                    throw refused("holds a file whose name no file of a bundle has, or one twice");
                }
                byte[] content = in.readNBytes((int) Math.min(room + 1, Integer.MAX_VALUE));
                room -= content.length;
                if (room < 0 || files.size() >= MAX_FILES) {
                    throw refused(
                            "holds more than " + MAX_FILES + " files or " + MAX_BYTES + " bytes");
                }
                files.put(name, content);
            }
        } catch (IOException e) {
            throw refused("is no zip file");
        }
        if (files.isEmpty()) {
            throw refused("is no zip file, or an empty one");
        }
        return files;
    }

    private static Map<String, byte[]> withoutCommonDirectory(Map<String, byte[]> files) {
        List<String> roots =
                files.keySet().stream()
                        .map(name -> name.substring(0, name.indexOf('/') + 1))
                        .distinct()
                        .toList();
        int common =
                files.containsKey("policy.yaml") || roots.size() > 1 ? 0 : roots.get(0).length();
        return files.entrySet().stream()
                .collect(Collectors.toMap(e -> e.getKey().substring(common), Map.Entry::getValue));
    }

    private static AdminException refused(String problem) {
        return new AdminException(ProblemType.CHANGE_REFUSED, "the body " + problem);
    }

    Path directory() {
        return directory;
    }

    /** A message without the directory's name, which tells the caller nothing. */
    String relative(String message) {
        return message.replace(directory + "/", "").replace(directory.toString(), "the bundle");
    }

    @Override
    public void close() {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
