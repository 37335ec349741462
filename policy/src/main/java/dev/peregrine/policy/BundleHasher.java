package dev.peregrine.policy;

import dev.peregrine.policy.yaml.Problems;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.SortedMap;

/**
 * Computes {@link BundleHash}: over the files that belong to a bundle, in order of their relative
 * paths, for each the length of the path in UTF-8 (4 bytes, big-endian), the path, the length of
 * the content (8 bytes) and the content. Dates, owners and other files do not count.
 */
public final class BundleHasher {
    private BundleHasher() {}

    /**
     * Hash of a bundle as it is in its directory, valid or not. Reads files.
     *
     * @throws PolicyException when files are missing or cannot be read
     */
    public static BundleHash hash(Path bundleDir) throws PolicyException {
        Problems problems = new Problems();
        SortedMap<String, byte[]> files = BundleFiles.read(bundleDir, problems);
        if (!problems.isEmpty()) {
            throw new PolicyException(problems.messages());
        }
        return hash(files);
    }

    static BundleHash hash(SortedMap<String, byte[]> files) {
        MessageDigest digest = sha256();
        files.forEach(
                (path, content) -> {
                    byte[] name = path.getBytes(StandardCharsets.UTF_8);
                    digest.update(ByteBuffer.allocate(4).putInt(name.length).flip());
                    digest.update(name);
                    digest.update(ByteBuffer.allocate(8).putLong(content.length).flip());
                    digest.update(content);
                });
        return new BundleHash(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
